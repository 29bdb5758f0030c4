import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fchmodSync,
  fchownSync,
  fsyncSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { errorCode } from './io-reason.ts';

/**
 * Replaces a file at once: an exclusive file of a random name beside the target (links resolved), fsync, rename.
 * The mode is `mode`, whatever the umask; `null` keeps the old file's (0600 for a new one), and its owner.
 * Throws the system's errors, and leaves nothing behind.
 */
export function writeAtomically(path: string, text: string, mode: number | null): void {
  const target = resolved(path);
  const old = statSync(target, { throwIfNoEntry: false });
  const temporary = `${target}.${randomBytes(8).toString('hex')}.tmp`;
  const descriptor = openSync(temporary, 'wx', 0o600);
  try {
    try {
      if (old !== undefined && old.uid !== process.getuid?.()) {
        fchownSync(descriptor, old.uid, old.gid);
      }
      fchmodSync(descriptor, mode ?? (old === undefined ? 0o600 : old.mode & 0o777));
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
