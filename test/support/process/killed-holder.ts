import { closeSync, openSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { kernelLock, tryDescriptor } from '../../../src/adapters/locks/kernel-lock.ts';
import { expireToken } from '../aws/expire-token.ts';
import { leftRunning } from './left-running.ts';
import { lockNotes } from './lock-notes.ts';
import { AWSCRED, finished } from '../sandbox.ts';
import type { StressHome } from '../files/stress-home.ts';
import { until } from './until.ts';

/** What a round of a killed holder left behind. */
export interface KilledRound {
  /** Of all but the one that was killed. */
  readonly statuses: readonly (number | null)[];
  readonly calls: Readonly<Record<Operation, number>>;
  /** When it was killed: how many calls AWS had seen, and whether it held a lock just then. */
  readonly kill: { readonly calls: number; readonly heldLock: boolean };
  /** From the first lock to the last call, in milliseconds. */
  readonly work: number;
  /** Children of the dead that still ran a second after all had ended, counted in /proc. */
  readonly orphans: number;
  readonly staleLocks: number;
  /** Files of the store that are no JSON. */
  readonly corrupt: number;
  readonly stderr: string;
}

const OPERATIONS = ['CreateToken', 'GetRoleCredentials', 'AssumeRole'] as const;
export type Operation = (typeof OPERATIONS)[number];

/**
 * Some processes at once with an expired sign-in. `ms` after the first lock was taken the one that holds a lock is
 * killed, or where none does just then the one that was started first; nobody where `ms` is null.
 */
export async function killedRound(
  aws: StressHome,
  { ms, waiters }: { readonly ms: number | null; readonly waiters: number },
): Promise<KilledRound> {
  await expireToken(aws.sandbox.environment(aws.env));
  const argv = [process.execPath, AWSCRED, 'process', 'prod-readonly', '--refresh'];
  const seen = aws.server.calls.length;
  const children = Array.from({ length: waiters + 1 }, () => aws.sandbox.start(argv, { env: aws.env }));
  const ended = Promise.all(children.map(async (child) => finished(child, { timeoutMs: 120_000 })));
  await until(() => lockNotes(aws.sandbox.home).length > 0);
  const begun = Date.now();
  if (ms !== null) {
    await sleep(ms);
  }
  const held = lockNotes(aws.sandbox.home)[0]?.pid;
  const victim = children.find((child) => child.pid === held) ?? children[0];
  const kill = { calls: aws.server.calls.length - seen, heldLock: held !== undefined };
  if (ms !== null) {
    victim?.kill('SIGKILL');
  }
  const results = await ended;
  const others = results.filter((result) => result.signal !== 'SIGKILL');
  const made = aws.server.calls.slice(seen).map((call) => call.operation);
  const last = aws.server.calls.at(-1)?.at ?? begun;
  const calls = OPERATIONS.map((each) => [each, made.filter((operation) => operation === each).length]);
  return {
    statuses: others.map((result) => result.status),
    calls: Object.fromEntries(calls) as Record<Operation, number>,
    kill,
    work: Math.max(1, last - begun),
    orphans: await orphansOf(results.map((result) => result.pid)),
    staleLocks: staleLocks(aws.sandbox.home),
    corrupt: corruptFiles(aws.sandbox.home),
    stderr: others.map((result) => result.stderr).join(''),
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
  return names.filter((name) => {
    const path = join(folder, name);
    const fd = openSync(path, 'r+');
    const kernel = kernelLock();
    const isFree = kernel !== null && tryDescriptor(kernel, fd) === 'held';
    closeSync(fd);
    return !isFree;
  }).length;
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
