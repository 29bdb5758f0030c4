import { closeSync, rmSync } from 'node:fs';
import { AwscredError } from '../../errors.ts';
import { replaceFile } from '../files/atomic-write.ts';
import { claimFile, takeFile } from './exclusive-file.ts';
import { IS_APART, openLocked } from './exlock.ts';
import { ownNote } from './holder.ts';
import { type KernelLock, type Tried, tryDescriptor } from './kernel-lock.ts';
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

/** Takes the kernel's lock of an open file: polled, and free as soon as its holder is gone. */
export async function gripByKernel(kernel: KernelLock, path: string, wait: LockWait): Promise<Gripped> {
  for (;;) {
    const fd = openOrNull(path);
    const result = fd === null ? 'broken' : await lockDescriptor(kernel, { fd, path }, wait);
    if (fd === null || result !== 'held') {
      return result === 'beside' ? result : 'broken';
    }
    const note = ownNote(wait.options.purpose);
    if (claimFile(path, note, () => writeNote(fd, note)) && isCurrent(fd, path)) {
      return gripOf(fd, path, wait.options.purpose);
    }
    // It was removed (`cache prune`) while we waited, or an awscred without the system's locks has its name.
    closeSync(fd);
    if (await isBeside(path, wait)) {
      return 'beside';
    }
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
      if (await isBeside(path, wait)) {
        return 'beside';
      }
      continue;
    }
    const { fd } = opened;
    if (IS_APART) {
      return gripWithNoteBeside(fd, path, purpose);
    }
    if (isCurrent(fd, path)) {
      writeNote(fd, ownNote(purpose));
      return gripOf(fd, path, purpose);
    }
    closeSync(fd);
  }
}

function gripOf(fd: number, path: string, purpose: string): Grip {
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
      if (await isBeside(path, wait, true)) {
        return 'beside';
      }
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
    // At once: a note that is half written would be nobody's.
    say: (note) => replaceFile(path, note, { prefix: '.', mode: 0o600, owner: null }),
    release: () => rmSync(path, { force: true }),
  };
}

interface LockFile {
  readonly fd: number;
  readonly path: string;
}

/** Closes the descriptor unless it is held. */
async function lockDescriptor(
  kernel: KernelLock,
  { fd, path }: LockFile,
  wait: LockWait,
): Promise<'held' | 'broken' | 'beside'> {
  let result: Tried | 'beside' = 'busy';
  try {
    while (result === 'busy') {
      result = tryDescriptor(kernel, fd);
      if (result === 'busy' && (await isBeside(path, wait))) {
        result = 'beside';
      }
    }
    return result;
  } finally {
    if (result !== 'held') {
      closeSync(fd);
    }
  }
}

/** Between two tries: whether the holder need not be waited for; else a pause. */
async function isBeside(path: string, wait: LockWait, isName: boolean = false): Promise<boolean> {
  if (wait.busy(path, isName)) {
    return true;
  }
  await wait.pause();
  return false;
}

function openOrNull(path: string): number | null {
  try {
    return openLockFile(path);
  } catch {
    return null;
  }
}
