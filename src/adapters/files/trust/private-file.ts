import { closeSync, constants, fstatSync, openSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { replaceFile } from '../atomic-write.ts';
import { errorCode } from '../errno.ts';
import { isOpenToOthers, isOurs } from './trust-walk.ts';

/** Larger than any file of ours; a planted one must not fill the memory. */
const LIMIT_BYTES = 64 * 1024 * 1024;

/**
 * Text of a file of ours, UTF-8; null when it is not there. Throws on anything that is not a regular file of ours
 * that only we can write: a link, a pipe, another owner.
 */
export function readPrivateFile(path: string): string | null {
  const fd = open(path);
  if (fd === null) {
    return null;
  }
  try {
    const stats = fstatSync(fd);
    if (!stats.isFile() || !isOurs(stats) || isOpenToOthers(stats, 0o022) || stats.size > LIMIT_BYTES) {
      throw new Error('not a regular file that only its owner, you, can write');
    }
    return readFileSync(fd, 'utf8');
  } finally {
    closeSync(fd);
  }
}

/** Replaces a file of ours atomically: 0600, under a hidden name first. A link there is replaced. */
export function writePrivateFile(path: string, text: string): void {
  replaceFile(path, text, { prefix: '.', mode: 0o600, owner: null });
}

/** Removes what a writer killed in the middle has left beside a file. For the holder of the file's lock. */
export function removeUnfinished(path: string): void {
  const folder = dirname(path);
  const start = `.${basename(path)}.`;
  const isUnfinished = (name: string): boolean =>
    name.startsWith(start) && /^[0-9a-f]{16}\.tmp$/.test(name.slice(start.length));
  for (const name of readdirSync(folder).filter(isUnfinished)) {
    rmSync(join(folder, name), { force: true });
  }
}

function open(path: string): number | null {
  try {
    // Non-blocking, so that a planted pipe cannot block us.
    return openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    switch (errorCode(error)) {
      case 'ENOENT':
        return null;
      case 'ELOOP':
        throw new Error('it is a symbolic link', { cause: error });
      default:
        throw error;
    }
  }
}
