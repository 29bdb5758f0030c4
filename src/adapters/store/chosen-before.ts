import { join } from 'node:path';
import { folderFault, makeFolder } from '../files/trust/private-folder.ts';
import { readPrivateFile, writePrivateFile } from '../files/trust/private-file.ts';

export type StoreKind = 'keychain' | 'file';

/**
 * Which store `store = auto` has used here: a line in the state folder. Once there is one, `auto` stays with it,
 * so that a keychain that is missing for a day does not split the items between two stores.
 */
export class ChosenBefore {
  readonly #folder: string;
  readonly #path: string;

  constructor(stateFolder: string) {
    this.#folder = stateFolder;
    this.#path = join(stateFolder, 'store-in-use');
  }

  read(): StoreKind | null {
    if (folderFault(this.#folder) !== null) {
      return null;
    }
    try {
      const line = readPrivateFile(this.#path)?.trim();
      return line === 'keychain' || line === 'file' ? line : null;
    } catch {
      return null;
    }
  }

  /** Silent where the folder cannot be written: the index already warns. */
  write(kind: StoreKind): void {
    if (this.read() === kind || makeFolder(this.#folder) !== null) {
      return;
    }
    try {
      writePrivateFile(this.#path, `${kind}\n`);
    } catch {
      // As above.
    }
  }
}
