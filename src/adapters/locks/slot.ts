import { closeSync, unlinkSync } from 'node:fs';
import { createFile, readNote, takeFile } from './exclusive-file.ts';
import { EXLOCK, isLocked, openLocked } from './exlock.ts';
import { isStopped, parseNote } from './holder.ts';

/** Frees a slot of a turnstile that is ours. */
export type Free = () => void;

/** Another slot opens behind a stopped holder, so that a stopped process blocks nobody. */
const DEPTH = 4;

/** Null where it is taken. Throws where nothing can be created. */
export function takeFree(path: string, note: string): Free | null {
  if (EXLOCK !== null) {
    return takeByOpening(path, EXLOCK);
  }
  return createFile(path, note) ? () => remove(path) : null;
}

/** As `takeFree`, but looks who has it: takes over from one that is gone, and opens another slot behind a stopped one. */
export function takeBehindStopped(path: string, note: string): Free | null {
  if (EXLOCK !== null) {
    return takeByOpening(path, EXLOCK);
  }
  let slot = path;
  for (let depth = 0; depth < DEPTH; depth += 1) {
    const own = slot;
    if (takeFile(own, note, 'short')) {
      return () => remove(own);
    }
    const holder = parseNote(readNote(slot)?.text ?? '');
    if (holder === null || !isStopped(holder)) {
      return null;
    }
    slot = `${slot}+`;
  }
  return null;
}

/** Whether another process is inside. Where opening a file locks it, this one counts as well. */
export function isOthers(slot: string): boolean {
  if (EXLOCK !== null) {
    return isLocked(slot, EXLOCK);
  }
  const holder = parseNote(readNote(slot)?.text ?? '');
  return holder !== null && holder.pid !== process.pid;
}

function takeByOpening(path: string, flag: number): Free | null {
  const opened = openLocked(path, flag);
  if (opened === 'broken') {
    throw new Error(`${path} cannot be locked`);
  }
  return opened === 'busy' ? null : () => closeSync(opened.fd);
}

/** Not rmSync, which loads more code: every warm read of the keychain runs this. */
function remove(slot: string): void {
  try {
    unlinkSync(slot);
  } catch {
    // Gone already, or a file system that has become read-only.
  }
}
