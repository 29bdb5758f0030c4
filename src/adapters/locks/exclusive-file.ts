import { randomBytes } from 'node:crypto';
import {
  closeSync,
  constants,
  fstatSync,
  linkSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { errorCode } from '../files/errno.ts';
import { isGone, parseNote } from './holder.ts';

/** The writer of a note that stays empty this long is gone. */
const UNWRITTEN_MS = 5000;

/**
 * Takes a name by creating a file that holds our note; false while a living process holds it. A file whose process
 * is gone is taken over. Costs no child (0.1 ms), so the turnstile uses it, and the locks where there is no `flock`.
 * Two that take over one dead holder in the same microseconds may both succeed once: single flight uses flock.
 */
export function takeFile(path: string, note: string): boolean {
  if (createFile(path, note)) {
    return true;
  }
  const found = readNote(path);
  const free = found === null || (isStale(found) && setAside(path, found.text));
  return free && createFile(path, note);
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
    return { text: readFileSync(fd, 'utf8'), writtenAt: fstatSync(fd).mtimeMs };
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

/** Renames the file, then looks at it: only one process gets it, and puts it back if its holder is alive. */
function setAside(path: string, expected: string): boolean {
  const aside = `${path}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    renameSync(path, aside);
    if (readNote(aside)?.text !== expected) {
      linkSync(aside, path);
      return false;
    }
    return true;
  } catch {
    return false;
  } finally {
    rmSync(aside, { force: true });
  }
}
