import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { AtOnceWork } from './at-once-worker.ts';
import { type LockKind, lockFileOf } from './kinds.ts';

const WORKER = fileURLToPath(new URL('./at-once-worker.js', import.meta.url));
const THREADS = 4;

/** The note of a holder that was killed. */
export function deadNote(): string {
  const { pid } = spawnSync(process.execPath, ['--version']);
  return JSON.stringify({ pid, start: '1', purpose: null, terminal: null });
}

/**
 * How many of four threads got each of `rounds` locks whose holder is gone, when all of them asked at one instant and
 * nobody let go before all had.
 */
export async function takenAtOnce(
  folder: string,
  { kind, rounds }: { readonly kind: LockKind; readonly rounds: number },
): Promise<readonly number[]> {
  const note = deadNote();
  const names = Array.from({ length: rounds }, (_, index) => `lock ${index}`);
  mkdirSync(dirname(lockFileOf(folder, '')), { mode: 0o700 });
  names.forEach((name) => writeFileSync(lockFileOf(folder, name), note, { mode: 0o600 }));
  const counts = (): Int32Array => new Int32Array(new SharedArrayBuffer(rounds * 4));
  const tallies = { gate: counts(), taken: counts(), asked: counts() };
  const workerData: AtOnceWork = { folder, kind, names, threads: THREADS, ...tallies };
  const threads = Array.from({ length: THREADS }, () => new Worker(WORKER, { workerData }));
  await Promise.all(threads.map(async (thread) => await once(thread, 'exit')));
  return [...tallies.taken];
}
