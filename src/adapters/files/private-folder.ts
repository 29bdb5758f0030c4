import { lstatSync, mkdirSync, statSync, type Stats } from 'node:fs';
import { dirname } from 'node:path';
import { printable } from '../../core/text/printable.ts';

/**
 * Why a folder of ours cannot be trusted (docs/store.md, "Folders and files of ours"), one clause that names it; null
 * for a folder that is ours or not there yet. It must be a real folder or the user's own link to one, owned by us, not writable by others;
 * root believes nothing below another user's folder.
 */
export function folderFault(path: string): string | null {
  const shown = printable(path);
  try {
    const owner = foreignAncestor(path);
    if (owner !== null) {
      return owner;
    }
    const link = lstatSync(path);
    if (link.isSymbolicLink() && !isOurs(link)) {
      return `${shown} is a link made by another user (uid ${link.uid})`;
    }
    return statsFault(shown, statSync(path));
  } catch (error) {
    // A link that leads nowhere is a fault too: creating its target would be following it.
    return reasonOf(error) === 'ENOENT' && !isLink(path) ? null : `${shown}: ${explainErrno(error)}`;
  }
}

/** Creates the folder with its parents, 0700 whatever the umask. Null when it can be used, else why not. */
export function makeFolder(path: string): string | null {
  const fault = folderFault(path);
  if (fault !== null || isFolder(path)) {
    return fault;
  }
  const umask = process.umask(0o077);
  try {
    createFolders(path);
  } catch (error) {
    return `cannot create ${printable(path)}: ${explainErrno(error)}`;
  } finally {
    process.umask(umask);
  }
  // Somebody else may have created it first.
  return folderFault(path);
}

// One by one: on a read-only file system a recursive mkdir fails with ENOENT only.
function createFolders(path: string): void {
  if (isFolder(path)) {
    return;
  }
  createFolders(dirname(path));
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    if (!isFolder(path)) {
      throw error;
    }
  }
}

/**
 * For root: why a path is not believed, one clause, where it is below a folder of another user, who could put anything
 * there; null else, and for everybody else. Throws the system's errors.
 */
export function foreignAncestor(path: string): string | null {
  if (process.geteuid?.() !== 0) {
    return null;
  }
  for (let folder = dirname(path); folder !== dirname(folder); folder = dirname(folder)) {
    const stats = statSync(folder, { throwIfNoEntry: false });
    if (stats !== undefined && stats.uid !== 0) {
      return `${printable(path)} is in a folder of another user (uid ${stats.uid})`;
    }
  }
  return null;
}

/** True where the platform has no owners (Windows), for root's own process root's, else the effective user's. */
export function isOurs(stats: Stats): boolean {
  return process.geteuid === undefined || stats.uid === process.geteuid();
}

/** True when group or others may write; meaningless and false on Windows. */
export function isOpenToOthers(stats: Stats, bits: number): boolean {
  return process.geteuid !== undefined && (stats.mode & bits) !== 0;
}

/** The words for an error of the file system: `read-only file system`, else its code, else what our own says. */
export function explainErrno(error: unknown): string {
  const code = reasonOf(error);
  const own = error instanceof Error ? error.message : 'unknown error';
  return code === null ? own : (WORDS[code] ?? code);
}

const WORDS: Readonly<Record<string, string>> = {
  EROFS: 'read-only file system',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  ENOSPC: 'no space left on the disk',
  EDQUOT: 'the disk quota is used up',
  ENOENT: 'a link that leads nowhere',
  ENOTDIR: 'not a folder',
  EEXIST: 'something that is no folder has its name',
  ELOOP: 'a link where none is followed',
};

function statsFault(shown: string, stats: Stats): string | null {
  if (!stats.isDirectory()) {
    return `${shown} is not a folder`;
  }
  if (!isOurs(stats)) {
    return `${shown} belongs to another user (uid ${stats.uid})`;
  }
  return isOpenToOthers(stats, 0o022) ? `${shown} can be written by other users (chmod go-w it)` : null;
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

function isLink(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
}

function reasonOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}
