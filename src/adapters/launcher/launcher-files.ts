import { lstatSync, mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { printable } from '../../core/text/printable.ts';
import { AwscredError } from '../../errors.ts';
import type { LauncherFiles } from '../../ports/launcher.ts';
import { writeAtomically } from '../files/atomic-write.ts';
import { errnoWords, errorCode } from '../files/errno.ts';
import { launcherSurroundings } from './launcher-surroundings.ts';
import { pathFault } from '../files/trust/safe-path.ts';

/** `root`: the package's folder. */
export function launcherFiles(root: () => string): LauncherFiles {
  return {
    surroundings: () => launcherSurroundings(root()),
    fault: pathFault,
    placeFault: (path) => pathFault(nearestFolder(path)),
    read: (path) => attempt('read', path, () => textOf(path)),
    write: (path, text) =>
      attempt('write', path, () => {
        // For programs, so readable by all as such folders are, but writable by nobody else whatever the umask.
        mkdirSync(dirname(path), { recursive: true, mode: 0o755 });
        writeAtomically(path, text, 0o755);
      }),
    remove: (path) => attempt('remove', path, () => rmSync(path)),
  };
}

function nearestFolder(path: string): string {
  const above = dirname(path);
  const isThere = above === path || lstatSync(above, { throwIfNoEntry: false }) !== undefined;
  return isThere ? above : nearestFolder(above);
}

/** Null where nothing is there. Anything but a file (a device, a pipe, a dangling link) is left alone. */
function textOf(path: string): string | null {
  if (lstatSync(path, { throwIfNoEntry: false }) === undefined) {
    return null;
  }
  if (statSync(path, { throwIfNoEntry: false })?.isFile() !== true) {
    throw new AwscredError('CONFIG', `${printable(path)} is not a file; nothing was changed`, {
      hints: ['choose another one with --to FILE'],
    });
  }
  return readFileSync(path, 'utf8');
}

function attempt<T>(what: string, path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof AwscredError) {
      throw error;
    }
    const code = errorCode(error) === null ? 'UNEXPECTED' : 'CONFIG';
    throw new AwscredError(code, `cannot ${what} ${printable(path)}: ${errnoWords(error)}`, { cause: error });
  }
}
