import {
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  ftruncateSync,
  openSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { errorCode } from '../files/errno.ts';
import { isOpenToOthers, isOurs } from '../files/trust/trust-walk.ts';
import { IS_APART } from './exlock.ts';
import { readNote } from './exclusive-file.ts';
import { type HolderNote, isAlive, isGone, parseNote } from './holder.ts';

/**
 * Opens the file that a lock is taken on, 0600 whatever the umask. Anything else under its name (a link, another
 * owner's file, one that others may open and so lock) is nobody's lock and is replaced: the folder is ours.
 * Throws where the folder cannot be written.
 */
export function openLockFile(path: string): number {
  for (let attempt = 0; ; attempt += 1) {
    try {
      const fd = openSync(path, constants.O_RDWR | constants.O_CREAT | (constants.O_NOFOLLOW ?? 0), 0o600);
      const stats = fstatSync(fd);
      if (stats.isFile() && isOurs(stats) && !isOpenToOthers(stats, 0o077)) {
        fchmodSync(fd, 0o600);
        return fd;
      }
      closeSync(fd);
    } catch (error) {
      if (attempt === 3 || isHopeless(error)) {
        throw error;
      }
    }
    rmSync(path, { force: true, recursive: true });
  }
}

/** False when the name now means another file: a lock on the old one keeps nobody out. */
export function isCurrent(fd: number, path: string): boolean {
  const named = statSync(path, { throwIfNoEntry: false });
  const opened = fstatSync(fd);
  return named !== undefined && named.ino === opened.ino && named.dev === opened.dev;
}

export function writeNote(fd: number, note: string): void {
  try {
    ftruncateSync(fd, 0);
    writeSync(fd, note, 0);
  } catch {
    // A full disk: the lock is held, but cannot name its holder.
  }
}

/** Frees the lock. The file stays, empty: removing it would send all who wait to a new one, each with a new child. */
export function closeLockFile(fd: number): void {
  try {
    ftruncateSync(fd, 0);
  } catch {
    // Nothing to clear on a full disk.
  } finally {
    closeSync(fd);
  }
}

/** Where the holder's note stands: in the file that is locked, or beside it where nobody else can read that one. */
function noteFile(path: string): string {
  return IS_APART ? path.replace(/\.lock$/, '.holder') : path;
}

export function writeNoteBeside(path: string, note: string): void {
  try {
    writeFileSync(noteFile(path), note, { mode: 0o600 });
  } catch {
    // A full disk: the lock is held, but cannot name its holder.
  }
}

export function removeNoteBeside(path: string): void {
  try {
    rmSync(noteFile(path), { force: true });
  } catch {
    // It is being read; the next holder replaces it.
  }
}

/** Who holds the lock, by its note; null while the holder has not written it, and where it may be gone. */
export function holderOf(path: string): HolderNote | null {
  const note = lastHolderOf(path);
  return note !== null && isAlive(note) ? note : null;
}

/** The same for a lock that is held: one elsewhere, whose life cannot be looked up, is named too. */
export function holderOfHeld(path: string): HolderNote | null {
  const note = lastHolderOf(path);
  return note === null || isGone(note) ? null : note;
}

function lastHolderOf(path: string): HolderNote | null {
  return parseNote(readNote(noteFile(path))?.text ?? '');
}

function isHopeless(error: unknown): boolean {
  return ['EROFS', 'ENOSPC', 'EDQUOT', 'EMFILE', 'ENOENT'].includes(errorCode(error) ?? '');
}
