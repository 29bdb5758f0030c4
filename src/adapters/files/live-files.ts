import { randomBytes } from 'node:crypto';
import { chmodSync, closeSync, fchmodSync, mkdirSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Places } from '../../core/places.ts';
import { AwscredError } from '../../errors.ts';
import type { LiveFile, LiveFiles, LiveText } from '../../ports/files/live-files.ts';
import { atEnd } from '../process/at-end.ts';
import { errnoWords } from './errno.ts';
import { makeFolder } from './trust/private-folder.ts';

/** Folders that hold the private files' own folders, best first: that of the runtime is in memory. */
export function liveFolders({ runtimeFolder, stateFolder }: Places): readonly string[] {
  return [...(runtimeFolder === null ? [] : [runtimeFolder]), stateFolder].map((folder) =>
    join(folder, 'live'),
  );
}

/** `PID-RANDOM/config`; awscred has the file open as long as it lives, by which `cache prune` knows it. */
export const LIVE_FOLDER = /^(\d{1,10})-[0-9a-f]{16}$/;

export function liveFiles(places: Places): LiveFiles {
  return {
    create(text, beside = {}) {
      const faults: string[] = [];
      for (const folder of liveFolders(places)) {
        const fault = makeFolder(join(folder, '..')) ?? makeFolder(folder);
        const made = fault ?? created(folder, text, beside);
        if (typeof made !== 'string') {
          return made;
        }
        faults.push(made);
      }
      throw new AwscredError('UNEXPECTED', `no folder for the private config of exec: ${faults[0] ?? ''}`, {
        details: faults.slice(1),
      });
    },
  };
}

/** The file, or why it could not be made, one clause. */
function created(
  parent: string,
  text: LiveText,
  beside: Readonly<Record<string, string>>,
): LiveFile | string {
  const folder = join(parent, `${process.pid}-${randomBytes(8).toString('hex')}`);
  const path = join(folder, 'config');
  try {
    mkdirSync(folder, { mode: 0o700 });
    // Whatever the umask.
    chmodSync(folder, 0o700);
    const descriptor = openSync(path, 'wx', 0o600);
    fchmodSync(descriptor, 0o600);
    writeFileSync(descriptor, typeof text === 'string' ? text : text(folder));
    for (const [name, other] of Object.entries(beside)) {
      writeFileSync(join(folder, name), other, { mode: 0o600, flag: 'wx' });
    }
    return heldFile(path, folder, descriptor);
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    return `${folder}: ${errnoWords(error)}`;
  }
}

function heldFile(path: string, folder: string, descriptor: number): LiveFile {
  const cancel = atEnd(() => {
    rmSync(folder, { recursive: true, force: true });
    closeSync(descriptor);
  });
  return {
    path,
    folder,
    remove: () => {
      cancel();
      rmSync(folder, { recursive: true, force: true });
      closeSync(descriptor);
    },
  };
}
