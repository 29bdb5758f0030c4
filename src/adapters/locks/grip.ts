import { closeSync, rmSync, writeFileSync } from 'node:fs';
import { AwscredError } from '../../errors.ts';
import { monotonicMs } from '../process/monotonic.ts';
import { takeFile } from './exclusive-file.ts';
import { IS_APART, openLocked } from './exlock.ts';
import { type FlockResult, flockNow, flockWait } from './flock.ts';
import { ownNote } from './holder.ts';
import {
  closeLockFile,
  isCurrent,
  openLockFile,
  removeNoteBeside,
  writeNote,
  writeNoteBeside,
} from './lock-file.ts';
import type { LockWait } from './lock-wait.ts';

/** A lock that is ours. */
export interface Grip {
  readonly path: string;
  readonly purpose: string;
  /** Replaces the note. */
  say(note: string): void;
  release(): void;
}

/** `broken`: this folder cannot be used for locks. `beside`: the holder asks a person, and need not be waited for. */
export type Gripped = Grip | 'broken' | 'beside';

/** Takes a lock by flock(1). */
export async function gripByFlock(flock: string, path: string, wait: LockWait): Promise<Gripped> {
  for (;;) {
    const fd = openOrNull(path);
    const result = fd === null ? 'broken' : await lockDescriptor(flock, { fd, path }, wait);
    if (fd === null || result === 'broken' || result === 'beside') {
      return result === 'beside' ? result : 'broken';
    }
    if (isCurrent(fd, path)) {
      return gripOf(fd, path, wait.options.purpose);
    }
    // It was removed (`cache prune`) while we waited.
    closeSync(fd);
  }
}

/** Takes a lock by opening its file, where the system locks so: polled, and free as soon as its holder is gone. */
export async function gripByOpening(flag: number, path: string, wait: LockWait): Promise<Gripped> {
  const { purpose } = wait.options;
  for (;;) {
    const opened = openLocked(path, flag);
    if (opened === 'broken') {
      return opened;
    }
    if (opened === 'busy') {
      if (wait.busy(path)) {
        return 'beside';
      }
      await wait.pause(Math.min(wait.left, pauseMs()));
      continue;
    }
    const { fd } = opened;
    if (IS_APART) {
      return gripWithNoteBeside(fd, path, purpose);
    }
    if (isCurrent(fd, path)) {
      return gripOf(fd, path, purpose);
    }
    closeSync(fd);
  }
}

function gripOf(fd: number, path: string, purpose: string): Grip {
  writeNote(fd, ownNote(purpose));
  return { path, purpose, say: (note) => writeNote(fd, note), release: () => closeLockFile(fd) };
}

function gripWithNoteBeside(fd: number, path: string, purpose: string): Grip {
  const say = (note: string): void => writeNoteBeside(path, note);
  const release = (): void => {
    removeNoteBeside(path);
    closeSync(fd);
  };
  say(ownNote(purpose));
  return { path, purpose, say, release };
}

/** Where nothing else locks: polled, and a holder that is gone is found by its pid. */
export async function gripByCreating(path: string, wait: LockWait): Promise<Gripped> {
  const { purpose } = wait.options;
  try {
    while (!takeFile(path, ownNote(purpose))) {
      if (wait.busy(path)) {
        return 'beside';
      }
      await wait.pause(Math.min(wait.left, pauseMs()));
    }
  } catch (error) {
    if (error instanceof AwscredError) {
      throw error;
    }
    return 'broken';
  }
  return {
    path,
    purpose,
    say: (note) => writeFileSync(path, note, { flag: 'w' }),
    release: () => rmSync(path, { force: true }),
  };
}

interface LockFile {
  readonly fd: number;
  readonly path: string;
}

/** Closes the descriptor unless it is held. */
async function lockDescriptor(
  flock: string,
  file: LockFile,
  wait: LockWait,
): Promise<'held' | 'broken' | 'beside'> {
  let result: FlockResult | 'beside' = 'broken';
  try {
    result = flockNow(flock, file.fd);
    while (result === 'busy') {
      result = wait.busy(file.path) ? 'beside' : await waitInChild(flock, file, wait);
    }
    return result;
  } finally {
    if (result !== 'held') {
      closeSync(file.fd);
    }
  }
}

async function waitInChild(flock: string, file: LockFile, wait: LockWait): Promise<FlockResult | 'beside'> {
  const before = monotonicMs();
  const { result, isBeside } = await waitAndWatch(flock, file, wait);
  wait.spend(monotonicMs() - before);
  if (result !== 'busy') {
    return result;
  }
  if (isBeside) {
    return 'beside';
  }
  if (wait.left <= 0) {
    return 'busy';
  }
  await wait.pause(pauseMs());
  return flockNow(flock, file.fd);
}

/** Waits in a child, and watches the holder's note meanwhile. */
async function waitAndWatch(
  flock: string,
  { fd, path }: LockFile,
  wait: LockWait,
): Promise<{ readonly result: FlockResult; readonly isBeside: boolean }> {
  const watching = new AbortController();
  const waiting = new AbortController();
  const watch = wait.watch(path, watching.signal).then((isBeside) => {
    if (isBeside) {
      waiting.abort();
    }
    return isBeside;
  });
  const result = await flockWait(flock, fd, { ms: wait.left, signal: waiting.signal });
  watching.abort();
  return { result, isBeside: await watch };
}

function openOrNull(path: string): number | null {
  try {
    return openLockFile(path);
  } catch {
    return null;
  }
}

function pauseMs(): number {
  return 20 + Math.random() * 30;
}
