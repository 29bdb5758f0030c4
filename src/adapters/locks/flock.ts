import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { atEnd } from '../process/at-end.ts';
import { EXLOCK } from './exlock.ts';

/**
 * `held`: the descriptor's lock is ours until it is closed, and the system frees it when we die, however we die.
 * `broken`: this file system or program cannot lock.
 */
export type FlockResult = 'held' | 'busy' | 'broken';

/**
 * Node has no flock(2). The program `flock`, given our descriptor as its own, locks the open file that we share
 * with it, and the lock stays when the program ends. Null if there is none, and where
 * opening a file can lock it. Absolute paths: nothing is looked for on PATH, nor at the top of a Windows drive.
 */
export function findFlock(): string | null {
  return EXLOCK !== null
    ? null
    : firstThere(['/usr/bin/flock', '/bin/flock', '/run/current-system/sw/bin/flock']);
}

/** Tries once; 3 ms. */
export function flockNow(program: string, fd: number): FlockResult {
  for (let attempt = 0; ; attempt += 1) {
    const run = spawnSync(program, ['-n', '3'], {
      stdio: ['ignore', 'ignore', 'ignore', fd],
      env: {},
      cwd: '/',
    });
    // EAGAIN: no process or memory at the moment. Try again.
    if (run.error === undefined || attempt === 3) {
      return resultOf(run.error === undefined ? run.status : null);
    }
  }
}

/**
 * Waits up to `ms` in a blocked child, so that many who wait cost nothing. The child dies with us: killed on our
 * end, and by the kernel (`setpriv --pdeathsig`) when we are killed; `signal` ends it early.
 * May answer `busy` early (busybox's flock knows no -w): the caller waits a little and asks again.
 */
export async function flockWait(
  program: string,
  fd: number,
  wait: { readonly ms: number; readonly signal: AbortSignal },
): Promise<FlockResult> {
  const flock = [program, '-w', String(Math.max(wait.ms, 1) / 1000), '3'];
  const setpriv = firstThere(['/usr/bin/setpriv', '/bin/setpriv']);
  const words = setpriv === null ? flock : [setpriv, '--pdeathsig', 'KILL', ...flock];
  const child = spawn(words[0] ?? program, words.slice(1), {
    stdio: ['ignore', 'ignore', 'ignore', fd],
    env: {},
    cwd: '/',
  });
  const kill = (): void => void child.kill('SIGKILL');
  const done = atEnd(kill);
  wait.signal.addEventListener('abort', kill, { once: true });
  try {
    return resultOf(await statusOf(child));
  } finally {
    done();
  }
}

async function statusOf(child: ChildProcess): Promise<number | null> {
  return await new Promise((resolve) => {
    child.once('error', () => resolve(1));
    child.once('exit', (status) => resolve(status ?? 1));
  });
}

/** Status 1 means taken; anything else is an error (no locks on this file system, a wrong option). */
function resultOf(status: number | null): FlockResult {
  if (status === 0) {
    return 'held';
  }
  return status === 1 ? 'busy' : 'broken';
}

function firstThere(paths: readonly string[]): string | null {
  return paths.find((path) => existsSync(path)) ?? null;
}
