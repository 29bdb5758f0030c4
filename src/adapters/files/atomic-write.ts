import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fchmodSync,
  fchownSync,
  fstatSync,
  fsyncSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { errorCode } from './errno.ts';

/**
 * Replaces a file at once, links followed. The mode is `mode`, whatever the umask; `null` keeps the old file's (0600
 * for a new one), and its owner. Throws the system's errors, and leaves nothing behind.
 */
export function writeAtomically(path: string, text: string, mode: number | null): void {
  const target = resolved(path);
  const old = statSync(target, { throwIfNoEntry: false });
  const kept = mode ?? (old === undefined ? 0o600 : old.mode & 0o777);
  replaceFile(target, text, { prefix: '', mode: kept, owner: old ?? null });
}

/** How a new file is made before it takes the old one's place. */
interface NewFile {
  /** What its random name begins with, before the target's. */
  readonly prefix: '' | '.';
  readonly mode: number;
  /** Whose it shall be where that is not us; null for ours. */
  readonly owner: Pick<Stats, 'uid' | 'gid'> | null;
}

/**
 * An exclusive file of a random name beside the target, fsync, rename. A link at the target is replaced, not followed.
 * Throws the system's errors, and leaves nothing behind.
 */
export function replaceFile(target: string, text: string, { prefix, mode, owner }: NewFile): void {
  const name = `${prefix}${basename(target)}.${randomBytes(8).toString('hex')}.tmp`;
  const temporary = join(dirname(target), name);
  const descriptor = openSync(temporary, 'wx', 0o600);
  try {
    try {
      fchmodSync(descriptor, owner === null ? mode : given(descriptor, owner, mode));
      writeFileSync(descriptor, text);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(temporary, target);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/** Gives a file its owner. What its mode may be: a group that cannot be kept must not hand its rights to another one. */
function given(descriptor: number, owner: Pick<Stats, 'uid' | 'gid'>, mode: number): number {
  const isOurs = owner.uid === process.getuid?.();
  if (isOurs && owner.gid === fstatSync(descriptor).gid) {
    return mode;
  }
  try {
    fchownSync(descriptor, owner.uid, owner.gid);
    return mode;
  } catch (error) {
    if (!isOurs) {
      throw error;
    }
    return mode & ~0o070;
  }
}

// A link that leads nowhere is not followed: realpath says ENOENT for it too, and rename then replaces the link.
function resolved(path: string): string {
  try {
    return realpathSync(path);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') {
      return path;
    }
    throw error;
  }
}
