import { type BigIntStats, closeSync, constants, fstatSync, openSync, type Stats } from 'node:fs';
import { isOpenToOthers, isOurs } from '../../files/trust/trust-walk.ts';

/** Names the file with the encrypted store's passphrase. */
export const PASSPHRASE_VARIABLE = 'AWSCRED_PASSPHRASE_FILE';

const LIMIT_BYTES = 65_536;
/** A file that changed within this time may change again without a sign, in milliseconds. */
const SETTLED_MS = 2000;

/** Opens the file. Links are followed, since secrets are often mounted through them; a pipe does not block. */
export function openPassphrase(path: string): number {
  return openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
}

/** Why a passphrase is not read from a file; null for a regular file of ours or root's that nobody else can read. */
export function passphraseFault(stats: Stats): { why: string; hint: string | null } | null {
  if (!stats.isFile() || stats.size > LIMIT_BYTES) {
    return { why: 'is not a regular file with one passphrase', hint: null };
  }
  if (!isOurs(stats) && stats.uid !== 0) {
    return { why: `belongs to another user (uid ${stats.uid})`, hint: null };
  }
  return isOpenToOthers(stats, 0o077) ? { why: 'can be read by other users', hint: 'chmod 600' } : null;
}

/**
 * Which file it is, as it is now: whoever could not read it now gets none, and a file that was written or replaced
 * since has another. Null where there is no sound file, or where it has not settled at `now` (epoch milliseconds; for
 * whoever is about to note it).
 */
export function passphraseMark(path: string | null, now: number | null = null): string | null {
  if (path === null) {
    return null;
  }
  let fd: number | null = null;
  try {
    fd = openPassphrase(path);
    const stats = fstatSync(fd, { bigint: true });
    const isSettled = now === null || Number(stats.ctimeNs / 1_000_000n) < now - SETTLED_MS;
    return passphraseFault(fstatSync(fd)) === null && isSettled ? markOf(stats) : null;
  } catch {
    return null;
  } finally {
    if (fd !== null) {
      closeSync(fd);
    }
  }
}

function markOf({ dev, ino, size, mtimeNs, ctimeNs }: BigIntStats): string {
  return [dev, ino, size, mtimeNs, ctimeNs].join(':');
}
