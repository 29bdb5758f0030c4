import { createHash } from 'node:crypto';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { printable } from '../../core/text/printable.ts';
import { AwscredError } from '../../errors.ts';
import type { Rotations } from '../../ports/store/rotations.ts';
import { errnoWords } from './errno.ts';
import { readPrivateFile, writePrivateFile } from './trust/private-file.ts';
import { folderFault, makeFolder } from './trust/private-folder.ts';

/** One file each in `rotations/` of the state folder, named by a digest. */
export function rotationFiles(stateFolder: string): Rotations {
  const folder = join(stateFolder, 'rotations');
  const pathOf = (name: string): string =>
    join(folder, `${createHash('sha256').update(name).digest('hex').slice(0, 32)}.json`);
  return {
    read: (name) => named(pathOf(name), () => readPrivateFile(pathOf(name))),
    write(name, text) {
      const fault = makeFolder(stateFolder) ?? makeFolder(folder);
      if (fault !== null) {
        throw new AwscredError(
          'UNEXPECTED',
          `${fault}, so that a rotation could not be finished after a crash`,
        );
      }
      named(pathOf(name), () => writePrivateFile(pathOf(name), text));
    },
    remove: (name) => named(pathOf(name), () => rmSync(pathOf(name), { force: true })),
    all() {
      if (folderFault(folder) !== null) {
        return [];
      }
      const names = existing(folder).filter((name) => /^[0-9a-f]{32}\.json$/.test(name));
      return names.map((name) => named(join(folder, name), () => readPrivateFile(join(folder, name))) ?? '');
    },
  };
}

function existing(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function named<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new AwscredError('UNEXPECTED', `cannot use ${printable(path)}: ${errnoWords(error)}`, {
      cause: error,
    });
  }
}
