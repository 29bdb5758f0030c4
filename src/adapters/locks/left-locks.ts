import { closeSync, lstatSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { HeldLock } from '../../ports/store/upkeep.ts';
import { takeFile } from './exclusive-file.ts';
import { EXLOCK, IS_APART, isLocked, openLocked } from './exlock.ts';
import { isStopped, ownNote } from './holder.ts';
import { type KernelLock, kernelLock, tryDescriptor } from './kernel-lock.ts';
import { holderOf, isCurrent, openLockFile } from './lock-file.ts';

const LOCK = /^[0-9a-f]{32}\.lock$/;
/** Slots of the turnstiles, `+` behind a stopped holder. */
const SLOT = /^(?:keychain|keychain-writers|encrypted store)\.\d+\+*$/;
/** The right to succeed a holder that was gone (exclusive-file.ts), whose owner was killed as well. */
const RIGHT = /\.[0-9a-f]{16}\.tmp$/;
/** A person's answers, notes of holders where they stand apart, and marks of a hung service: only for processes that were waiting then. */
const WORD = /^(?:[0-9a-f]{32}\.(?:answered|holder)|keychain\.hung)$/;
const OLD_WORD_MS = 3_600_000;

/** Removes locks and slots that nobody holds. A lock that is being taken at this moment stays. Returns how many. */
export function removeLeftLocks(folders: Iterable<string>, now: number): number {
  let removed = 0;
  for (const folder of folders) {
    for (const name of readdirSync(folder)) {
      removed += removeOne(join(folder, name), name, now) ? 1 : 0;
    }
  }
  return removed;
}

/** Locks that are held just now, slots of the turnstiles left out: those last for moments. */
export function heldLocks(folders: Iterable<string>): readonly HeldLock[] {
  return [...folders].flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => LOCK.test(name))
      .flatMap((name) => {
        const path = join(folder, name);
        const holder = EXLOCK === null || isLocked(path, EXLOCK) ? holderOf(path) : null;
        return holder === null || holder.pid === process.pid
          ? []
          : [
              {
                pid: holder.pid,
                purpose: holder.purpose,
                terminal: holder.terminal,
                stopped: isStopped(holder),
              },
            ];
      }),
  );
}

function removeOne(path: string, name: string, now: number): boolean {
  try {
    if (EXLOCK !== null && (LOCK.test(name) || SLOT.test(name))) {
      return removeOpened(path, EXLOCK);
    }
    const kernel = kernelLock();
    if (LOCK.test(name) && kernel !== null) {
      return removeLocked(path, kernel);
    }
    if ([LOCK, SLOT, RIGHT].some((kind) => kind.test(name))) {
      return removeCreated(path);
    }
    return WORD.test(name) && removeOld(path, now);
  } catch {
    // Gone meanwhile, or another user's.
    return false;
  }
}

/** A process that waits for it notices that the name now means another file, and starts over. */
function removeLocked(path: string, kernel: KernelLock): boolean {
  const fd = openLockFile(path);
  try {
    const isFree = tryDescriptor(kernel, fd) === 'held' && isCurrent(fd, path) && holderOf(path) === null;
    if (isFree) {
      rmSync(path, { force: true });
    }
    return isFree;
  } finally {
    closeSync(fd);
  }
}

function removeOpened(path: string, flag: number): boolean {
  const opened = openLocked(path, flag);
  if (typeof opened === 'string') {
    return false;
  }
  if (IS_APART) {
    // Closed first, or it could not be removed; who takes it at this moment keeps it, and removing fails.
    closeSync(opened.fd);
    rmSync(path);
    return true;
  }
  try {
    const isFree = isCurrent(opened.fd, path);
    if (isFree) {
      rmSync(path, { force: true });
    }
    return isFree;
  } finally {
    closeSync(opened.fd);
  }
}

function removeCreated(path: string): boolean {
  if (!takeFile(path, ownNote('cache prune'))) {
    return false;
  }
  rmSync(path, { force: true });
  return true;
}

function removeOld(path: string, now: number): boolean {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  const isOld = stats !== undefined && Math.abs(now - stats.mtimeMs) > OLD_WORD_MS;
  if (isOld) {
    rmSync(path);
  }
  return isOld;
}
