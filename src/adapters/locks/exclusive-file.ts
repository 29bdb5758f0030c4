import { createHash } from 'node:crypto';
import {
  closeSync,
  constants,
  existsSync,
  fstatSync,
  linkSync,
  openSync,
  readFileSync,
  rmSync,
  unlinkSync,
  writeSync,
} from 'node:fs';
import { basename } from 'node:path';
import { replaceFile } from '../files/atomic-write.ts';
import { errorCode } from '../files/errno.ts';
import { isAlive, isGone, parseNote } from './holder.ts';

/** The writer of a note that stays empty this long is gone. */
const UNWRITTEN_MS = 5000;

/**
 * Takes a name by creating a file that holds our note; false while a living process holds it. A file whose process
 * is gone is taken over, by one process alone. Costs no child (0.1 ms), so the turnstile uses it, and the locks where
 * nothing else locks.
 */
export function takeFile(path: string, note: string, patience: Patience = 'endless'): boolean {
  if (createFile(path, note)) {
    return true;
  }
  const found = readNote(path);
  const replace = (): void => replaceFile(path, note, { prefix: '.', mode: 0o600, owner: null });
  return found === null
    ? createFile(path, note)
    : isStale(found, patience) && succeed(path, found, { note, replace });
}

/**
 * With a holder in another container or on another machine, of whom nothing can be known: a lock is waited for, and is
 * never another's too; a turn that lasts for moments, and only spares work, is given up after `ELSEWHERE_MS`.
 */
export type Patience = 'endless' | 'short';

const ELSEWHERE_MS = 600_000;

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

/**
 * For one who holds the system's lock of a path's file: `write` puts its note there, unless another has the file, or is
 * about to succeed in it, by its name.
 */
export function claimFile(path: string, note: string, write: () => void): boolean {
  const found = readNote(path);
  const holder = parseNote(found?.text ?? '');
  const isAnothers = holder !== null && holder.pid !== process.pid && isAlive(holder);
  if (found === null || isAnothers) {
    return false;
  }
  try {
    return succeed(path, found, { note, replace: write });
  } catch {
    // A full disk: the system's lock is ours all the same, and nobody takes a file by its name there.
    return true;
  }
}

interface FoundNote {
  readonly text: string;
  /** Epoch milliseconds. */
  readonly writtenAt: number;
  /** Of the file; with its text and time it tells one holder from any other. */
  readonly id: number;
}

/**
 * The cheap half of `takeFile`: false where the file is there, whoever's it is. The note is written under another name
 * and linked to this one, so that nobody sees a file without it.
 */
export function createFile(path: string, note: string): boolean {
  if (existsSync(path)) {
    return false;
  }
  const written = `${path}.${randomName()}.tmp`;
  const fd = openSync(written, CREATE, 0o600);
  try {
    writeSync(fd, note);
    return link(written, path, fd) ?? createInPlace(path, note);
  } finally {
    closeSync(fd);
    // Not rmSync, which loads more code: every warm read of the keychain runs this.
    unlinkSync(written);
  }
}

const CREATE = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | (constants.O_NOFOLLOW ?? 0);

/** Not crypto's, which takes longer to load than all of this: the folder is ours. */
function randomName(): string {
  return Math.random().toString(16).slice(2).padEnd(16, '0').slice(0, 16);
}

/** Null where the file system has no links. */
function link(written: string, path: string, fd: number): boolean | null {
  let code: string | null = null;
  try {
    linkSync(written, path);
  } catch (error) {
    code = errorCode(error);
  }
  // NFS may do it and say that it has not.
  if (code === null || fstatSync(fd).nlink === 2) {
    return true;
  }
  return code === 'EEXIST' ? false : null;
}

/** For a moment it is there without its note: see `UNWRITTEN_MS`. */
function createInPlace(path: string, note: string): boolean {
  let fd: number;
  try {
    fd = openSync(path, CREATE, 0o600);
  } catch (error) {
    if (errorCode(error) === 'EEXIST') {
      return false;
    }
    throw error;
  }
  try {
    writeSync(fd, note);
  } finally {
    closeSync(fd);
  }
  return true;
}

function isStale(found: FoundNote, patience: Patience): boolean {
  const note = parseNote(found.text);
  const age = Math.abs(Date.now() - found.writtenAt);
  if (note === null) {
    return age > UNWRITTEN_MS;
  }
  return isGone(note) || (patience === 'short' && note.where === 'elsewhere' && age > ELSEWHERE_MS);
}

/**
 * Takes over from a holder that is gone. The right to succeed this one is a file of its own, named by the dead holder's
 * note and taken in the same way; only who has it replaces the note. Whoever comes late with an old note in mind finds
 * another one, and leaves.
 */
function succeed(path: string, dead: FoundNote, { note, replace }: Succession): boolean {
  const right = rightTo(path, dead);
  if (basename(right).length > LONGEST_NAME || !takeFile(right, note, 'short')) {
    return false;
  }
  try {
    const now = readNote(path);
    const isSame = now !== null && rightTo(path, now) === right;
    if (isSame) {
      replace();
    }
    return isSame;
  } finally {
    rmSync(right, { force: true });
  }
}

interface Succession {
  readonly note: string;
  readonly replace: () => void;
}

/** Each time that one who was about to succeed dies makes the name longer. */
const LONGEST_NAME = 200;

function rightTo(path: string, { text, writtenAt, id }: FoundNote): string {
  const digest = createHash('sha256').update(`${id} ${writtenAt} ${text}`).digest('hex');
  return `${path}.${digest.slice(0, 16)}.tmp`;
}
