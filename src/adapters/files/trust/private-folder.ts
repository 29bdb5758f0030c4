import { statSync } from 'node:fs';
import { printable } from '../../../core/text/printable.ts';
import { errnoWords } from '../errno.ts';
import { makeFolders } from '../make-folders.ts';
import { type Fault, faultOf, type Trust } from './trust-walk.ts';

const OURS: Trust = { reach: 'last', orRoot: false, forbidden: 0o022, foldersOnly: true };

/**
 * Why a folder of ours cannot be trusted (docs/store.md, "Folders and files of ours"), one clause that names it; null
 * for a folder that is ours or not there yet. It must be a real folder or the user's own link to one, owned by us, not writable by others;
 * root believes nothing below another user's folder.
 */
export function folderFault(path: string): string | null {
  try {
    const owner = foreignAncestor(path);
    if (owner !== null) {
      return owner;
    }
    const fault = faultOf(path, OURS);
    return fault === null ? null : faultWords(printable(path), fault);
  } catch (error) {
    return `${printable(path)}: ${errnoWords(error)}`;
  }
}

/** Creates the folder with its parents, 0700 whatever the umask. Null when it can be used, else why not. */
export function makeFolder(path: string): string | null {
  const fault = folderFault(path);
  if (fault !== null || isFolder(path)) {
    return fault;
  }
  try {
    makeFolders(path);
  } catch (error) {
    return `cannot create ${printable(path)}: ${errnoWords(error)}`;
  }
  // Somebody else may have created it first.
  return folderFault(path);
}

/**
 * For root: why a path is not believed, one clause, where it is below a folder of another user, who could put anything
 * there; null else, and for everybody else. Throws the system's errors.
 */
export function foreignAncestor(path: string): string | null {
  if (process.geteuid?.() !== 0) {
    return null;
  }
  const fault = faultOf(path, { reach: 'above', orRoot: true, forbidden: 0 });
  return fault === null ? null : `${printable(path)} is in a folder of another user (uid ${fault.stats.uid})`;
}

function faultWords(shown: string, { what, stats }: Fault): string {
  switch (what) {
    case 'kind':
      return `${shown} is not a folder`;
    case 'owner':
      return stats.isSymbolicLink()
        ? `${shown} is a link made by another user (uid ${stats.uid})`
        : `${shown} belongs to another user (uid ${stats.uid})`;
    case 'open':
      return `${shown} can be written by other users (chmod go-w it)`;
    // Creating what a link should lead to would be following it.
    case 'missing':
    case 'circle':
      return `${shown}: a link that leads nowhere`;
  }
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
