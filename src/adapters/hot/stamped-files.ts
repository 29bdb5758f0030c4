import { statSync } from 'node:fs';
import { type FileFacts, isSettled, stampOf } from '../../core/hot/file-stamp.ts';
import type { StampedFile } from '../../core/hot/hot-record.ts';

/**
 * The stamp of a file as it is now, links followed. Taken before the file is read, so that an edit in between
 * shows. Null where no stamp would tell of the next change: it has just changed, or is no file that can be looked at.
 */
export function stampFile(path: string, now: number): StampedFile | null {
  try {
    const stats = statSync(path, { bigint: true, throwIfNoEntry: false });
    if (stats === undefined) {
      return { path, stamp: null };
    }
    const facts: FileFacts = { ...stats, inode: stats.ino, device: stats.dev };
    const times = { mtimeNs: stats.mtimeNs, ctimeNs: stats.ctimeNs };
    return isSettled({ ...facts, ...times }, now) ? { path, stamp: stampOf({ ...facts, ...times }) } : null;
  } catch {
    return null;
  }
}

/** The stamps are still those of the files. */
export function isStillSo(files: readonly StampedFile[], now: number): boolean {
  return files.every(({ path, stamp }) => {
    const found = stampFile(path, now);
    return found !== null && found.stamp?.forNode === stamp?.forNode;
  });
}
