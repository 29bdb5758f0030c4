import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { launcherCalls } from '../../core/launcher/launcher-script.ts';
import { pathFault } from '../files/safe-path.ts';

/**
 * The words that start awscred from anywhere: a launcher of this installation at `launcher`, where it is there and
 * nobody else could change it, else Node and `bin/awscred.cjs` under `root`. Full paths.
 */
export function ownCommand(launcher: string, root: string): readonly string[] {
  const program = realpathSync(join(root, 'bin/awscred.cjs'));
  return isOurs(launcher, program) ? [launcher] : [process.execPath, program];
}

function isOurs(launcher: string, program: string): boolean {
  try {
    const calls = existsSync(launcher) ? launcherCalls(readFileSync(launcher, 'utf8')) : null;
    return (
      calls?.program === program &&
      [launcher, calls.node].every((path) => existsSync(path) && pathFault(path) === null)
    );
  } catch {
    return false;
  }
}
