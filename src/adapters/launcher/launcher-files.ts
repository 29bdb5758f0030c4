import { mkdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { printable } from '../../core/printable.ts';
import { AwscredError } from '../../errors.ts';
import type { LauncherFiles } from '../../ports/launcher.ts';
import { writeAtomically } from '../atomic-write.ts';
import { errorCode, ioReason } from '../io-reason.ts';
import { launcherSurroundings } from './launcher-surroundings.ts';
import { pathFault } from './safe-path.ts';

/** `root`: the package's folder. */
export function launcherFiles(root: () => string): LauncherFiles {
  return {
    surroundings: () => launcherSurroundings(root()),
    fault: pathFault,
    read: (path) =>
      attempt('read', path, () => {
        const isThere = statSync(path, { throwIfNoEntry: false })?.isFile() === true;
        return isThere ? readFileSync(path, 'utf8') : null;
      }),
    write: (path, text) =>
      attempt('write', path, () => {
        // For programs, so readable by all as such folders are, but writable by nobody else whatever the umask.
        mkdirSync(dirname(path), { recursive: true, mode: 0o755 });
        writeAtomically(path, text, 0o755);
      }),
    remove: (path) => attempt('remove', path, () => rmSync(path)),
  };
}

function attempt<T>(what: string, path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    const code = errorCode(error) === null ? 'UNEXPECTED' : 'CONFIG';
    throw new AwscredError(code, `cannot ${what} ${printable(path)}: ${ioReason(error)}`, { cause: error });
  }
}
