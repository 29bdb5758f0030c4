import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expireToken } from './expire-token.ts';
import { leftRunning } from './left-running.ts';
import { AWSCRED } from './sandbox.ts';
import type { StressHome } from './stress-home.ts';
import { until } from './until.ts';

/** What a round of a killed holder left behind. */
export interface KilledRound {
  /** Of those that waited for the holder, or came after it. */
  readonly statuses: readonly (number | null)[];
  readonly calls: Readonly<Record<Operation, number>>;
  /** How long the holder lived, in milliseconds. */
  readonly lived: number;
  /** Children of the dead that still ran a second after all had ended, counted in /proc. */
  readonly orphans: number;
  readonly staleLocks: number;
  /** Files of the store that are no JSON. */
  readonly corrupt: number;
  readonly stderr: string;
}

const OPERATIONS = ['CreateToken', 'GetRoleCredentials', 'AssumeRole'] as const;
export type Operation = (typeof OPERATIONS)[number];

/** A holder and its waiters, all at once with an expired sign-in; the holder is killed after `ms`, or not where null. */
export async function killedRound(
  aws: StressHome,
  { ms, waiters }: { readonly ms: number | null; readonly waiters: number },
): Promise<KilledRound> {
  await expireToken(aws.sandbox.environment(aws.env));
  const words = ['process', 'prod-readonly', '--refresh'];
  const before = OPERATIONS.map((operation) => aws.count(operation));
  const start = performance.now();
  const holder = aws.sandbox.start([process.execPath, AWSCRED, ...words], { env: aws.env });
  const ended = once(holder, 'exit').then(() => performance.now() - start);
  const waiting = Array.from({ length: waiters }, async () => aws.run(words));
  if (ms !== null) {
    await Promise.race([sleep(ms), ended]);
    holder.kill('SIGKILL');
  }
  const results = await Promise.all(waiting);
  const lived = await ended;
  const calls = OPERATIONS.map((operation, index) => [
    operation,
    aws.count(operation) - (before[index] ?? 0),
  ]);
  return {
    statuses: results.map((result) => result.status),
    calls: Object.fromEntries(calls) as Record<Operation, number>,
    lived,
    orphans: await orphansOf([holder.pid ?? 0, ...results.map((result) => result.pid)]),
    staleLocks: staleLocks(aws.sandbox.home),
    corrupt: corruptFiles(aws.sandbox.home),
    stderr: results.map((result) => result.stderr).join(''),
  };
}

/** A child that the kernel kills with its parent goes a moment after it: it is one left behind only if it stays. */
async function orphansOf(pids: readonly number[]): Promise<number> {
  const sessions = new Set(pids);
  await until(() => leftRunning(sessions).length === 0, 100).catch(() => null);
  return leftRunning(sessions).length;
}

/** Locks that cannot be taken, though all processes have ended. */
function staleLocks(home: string): number {
  const folder = join(home, '.local/state/awscred/locks');
  const names = readdirSync(folder).filter((name) => name.endsWith('.lock'));
  return names.filter((name) => spawnSync('flock', ['-n', join(folder, name), 'true']).status !== 0).length;
}

function corruptFiles(home: string): number {
  const folder = join(home, '.local/state/awscred');
  const files = readdirSync(folder, { recursive: true }).map(String);
  return files.filter((name) => /index\.json$|store\/v1\.[^/]*$/.test(name) && !isJson(join(folder, name)))
    .length;
}

function isJson(path: string): boolean {
  try {
    JSON.parse(readFileSync(path, 'utf8'));
    return true;
  } catch {
    return false;
  }
}
