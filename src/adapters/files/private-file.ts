import { randomBytes } from 'node:crypto';
import {
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  fsyncSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { isOpenToOthers, isOurs } from './private-folder.ts';

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

/** Replaces a file of ours atomically: exclusive random name beside it, 0600, fsync, rename. A link there is replaced. */
export function writePrivateFile(path: string, text: string): void {
  const temporary = join(dirname(path), `.${basename(path)}.${randomBytes(8).toString('hex')}.tmp`);
  const { O_WRONLY, O_CREAT, O_EXCL, O_NOFOLLOW } = constants;
  const fd = openSync(temporary, O_WRONLY | O_CREAT | O_EXCL | (O_NOFOLLOW ?? 0), 0o600);
  try {
    try {
      fchmodSync(fd, 0o600);
      writeFileSync(fd, text);
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/** Removes what a writer killed in the middle has left beside a file. For the holder of the file's lock. */
export function removeUnfinished(path: string): void {
  const folder = dirname(path);
  const isUnfinished = (name: string): boolean =>
    name.startsWith(`.${basename(path)}.`) && name.endsWith('.tmp');
  for (const name of readdirSync(folder).filter(isUnfinished)) {
    rmSync(join(folder, name), { force: true });
  }
}

function open(path: string): number | null {
  try {
    // Non-blocking, so that a planted pipe cannot block us.
    return openSync(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      return null;
    }
    throw error;
  }
}
