import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { launcherCalls } from '../../core/launcher/launcher-script.ts';
import { pathFault } from '../files/trust/safe-path.ts';

/** The launcher of this installation under a home, where it is there and nobody else could change it; full path. */
export function ownLauncher(home: string, program: string): string | null {
  const path = `${home}/.local/bin/awscred-launcher`;
  const text = textOf(path);
  const calls = text === null ? null : launcherCalls(text);
  const isThis = calls?.program === program && calls.node === realpathSync(process.execPath);
  return isThis && pathFault(path) === null ? path : null;
}

function textOf(path: string): string | null {
  try {
    // An error takes longer to make than most of `init`.
    return process.platform === 'win32' || !existsSync(path) ? null : readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
