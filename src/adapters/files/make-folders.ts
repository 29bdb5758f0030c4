import { mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** Creates a folder and those above it that are missing, each 0700 whatever the umask. Throws the system's errors. */
export function makeFolders(folder: string): void {
  // A folder without permissions for us holds no other.
  const umask = process.umask(0o077);
  try {
    makeMissing(folder);
  } finally {
    process.umask(umask);
  }
}

// One by one: on a read-only file system a recursive mkdir fails with ENOENT only.
function makeMissing(folder: string): void {
  if (statSync(folder, { throwIfNoEntry: false }) !== undefined) {
    return;
  }
  makeMissing(dirname(folder));
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    // Another process may have made it meanwhile.
    if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) {
      throw error;
    }
  }
}
