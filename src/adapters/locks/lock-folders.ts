import { accessSync, constants, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Places } from '../../core/places.ts';
import { printable } from '../../core/text/printable.ts';
import { folderFault, makeFolder } from '../files/trust/private-folder.ts';

/**
 * Folders for lock files, best first: in the state folder, else in the runtime folder, else one of our own under
 * `/tmp`, so that locks work where the state folder cannot be written. Each is created 0700 and checked for its
 * owner; one that another user holds or can write is left out, and `refused` is told why.
 */
export function* lockFolders(
  places: Places,
  temporaryFolder: string = systemTemporary(),
  refused: (why: string) => void = () => {},
): Generator<string> {
  for (const folders of candidates(places, temporaryFolder)) {
    const folder = folders.at(-1) ?? '';
    const fault = faultOf(folders);
    if (fault === null) {
      yield folder;
    } else {
      refused(fault);
    }
  }
}

/** Those of them that are there already, for who only looks. */
export function presentLockFolders(places: Places): readonly string[] {
  return candidates(places, systemTemporary())
    .filter((folders) => folders.every((each) => existsSync(each) && folderFault(each) === null))
    .map((folders) => folders.at(-1) ?? '');
}

/** Each with the folders on the way to it that are ours to make. */
function candidates(places: Places, temporaryFolder: string): readonly (readonly string[])[] {
  const user = process.geteuid?.() ?? 'user';
  return [
    [places.stateFolder, join(places.stateFolder, 'locks')],
    ...(places.runtimeFolder === null ? [] : [[places.runtimeFolder]]),
    [join(temporaryFolder, `awscred-${user}`)],
  ];
}

function faultOf(folders: readonly string[]): string | null {
  const made = folders.reduce<string | null>((found, each) => found ?? makeFolder(each), null);
  const last = folders.at(-1) ?? '';
  return made ?? (isWritable(last) ? null : `${printable(last)} cannot be written`);
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

// Not TMPDIR: processes of one user that set it differently must still meet.
function systemTemporary(): string {
  return process.platform === 'win32' ? tmpdir() : '/tmp';
}
