import { join } from 'node:path';
import type { NoteName, Notes } from '../../ports/store/notes.ts';
import { readPrivateFile, writePrivateFile } from './trust/private-file.ts';
import { folderFault, makeFolder } from './trust/private-folder.ts';

/** `uses.json`, `accounts.json` and the others of the state folder, 0600. */
export function noteFiles(stateFolder: string): Notes {
  const pathOf = (name: NoteName): string => join(stateFolder, `${name}.json`);
  return {
    read(name) {
      try {
        return folderFault(stateFolder) === null ? readPrivateFile(pathOf(name)) : null;
      } catch {
        return null;
      }
    },
    write(name, text) {
      try {
        if (makeFolder(stateFolder) === null) {
          writePrivateFile(pathOf(name), text);
        }
      } catch {
        // A full disk or a folder that cannot be written: the picker's order stays as it was.
      }
    },
  };
}

/** For `store = none`: nothing is written. */
export const NO_NOTES: Notes = { read: () => null, write: () => undefined };
