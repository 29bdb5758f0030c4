import { chmodSync, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Creates a folder and those above it that are missing, each 0700: one by one, since mkdir's own mode is cut by the
 * umask, and a folder without permissions holds no other. Throws the system's errors.
 */
export function makeFolders(folder: string): void {
  if (statSync(folder, { throwIfNoEntry: false }) !== undefined) {
    return;
  }
  makeFolders(dirname(folder));
  mkdirSync(folder, { mode: 0o700 });
  chmodSync(folder, 0o700);
}
