import { createHash } from 'node:crypto';
import { closeSync, constants, fstatSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { basename } from 'node:path';
import { replaceFile } from '../files/atomic-write.ts';
import { errorCode } from '../files/errno.ts';
import { isGone, parseNote } from './holder.ts';

/** The writer of a note that stays empty this long is gone. */
const UNWRITTEN_MS = 5000;

/**
 * Takes a name by creating a file that holds our note; false while a living process holds it. A file whose process
 * is gone is taken over, by one process alone. Costs no child (0.1 ms), so the turnstile uses it, and the locks where
 * nothing else locks.
 */
export function takeFile(path: string, note: string): boolean {
  if (createFile(path, note)) {
    return true;
  }
  const found = readNote(path);
  return found === null ? createFile(path, note) : isStale(found) && succeed(path, found, note);
}

/** The text of a holder's note with its age, or null when the file is gone or unreadable. */
export function readNote(path: string): FoundNote | null {
  let fd: number;
  try {
    fd = openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
  } catch {
    return null;
  }
  try {
    const { mtimeMs, ino } = fstatSync(fd);
    return { text: readFileSync(fd, 'utf8'), writtenAt: mtimeMs, id: ino };
  } catch {
    return null;
  } finally {
    closeSync(fd);
  }
}

interface FoundNote {
  readonly text: string;
  /** Epoch milliseconds. */
  readonly writtenAt: number;
  /** Of the file; with its text and time it tells one holder from any other. */
  readonly id: number;
}

/** The cheap half of `takeFile`: false where the file is there, whoever's it is. */
export function createFile(path: string, note: string): boolean {
  const { O_WRONLY, O_CREAT, O_EXCL, O_NOFOLLOW } = constants;
  let fd: number;
  try {
    fd = openSync(path, O_WRONLY | O_CREAT | O_EXCL | (O_NOFOLLOW ?? 0), 0o600);
  } catch (error) {
    if (errorCode(error) === 'EEXIST') {
      return false;
    }
    throw error;
  }
  try {
    writeSync(fd, note);
  } catch {
    // A full disk: the name is still ours.
  } finally {
    closeSync(fd);
  }
  return true;
}

function isStale(found: FoundNote): boolean {
  const note = parseNote(found.text);
  return note === null ? Math.abs(Date.now() - found.writtenAt) > UNWRITTEN_MS : isGone(note);
}

/**
 * Takes over from a holder that is gone. The right to succeed this one is a file of its own, named by the dead holder's
 * note and taken in the same way; only who has it replaces the note. Whoever comes late with an old note in mind finds
 * another one, and leaves.
 */
function succeed(path: string, dead: FoundNote, note: string): boolean {
  const right = rightTo(path, dead);
  if (basename(right).length > LONGEST_NAME || !takeFile(right, note)) {
    return false;
  }
  try {
    const now = readNote(path);
    const isSame = now !== null && rightTo(path, now) === right;
    if (isSame) {
      replaceFile(path, note, { prefix: '.', mode: 0o600, owner: null });
    }
    return isSame;
  } finally {
    rmSync(right, { force: true });
  }
}

/** Each time that one who was about to succeed dies makes the name longer. */
const LONGEST_NAME = 200;

function rightTo(path: string, { text, writtenAt, id }: FoundNote): string {
  const digest = createHash('sha256').update(`${id} ${writtenAt} ${text}`).digest('hex');
  return `${path}.${digest.slice(0, 16)}.tmp`;
}
