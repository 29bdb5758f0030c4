import { readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { launcherCalls } from '../../core/launcher/launcher-script.ts';
import { AwscredError } from '../../errors.ts';
import type { InitFiles } from '../../ports/init-files.ts';
import { errnoWords } from '../files/errno.ts';
import { pathFault } from '../files/safe-path.ts';

/** `folder`: the package's; `templates`: the folder of the scripts, in it. */
export function initFiles(folder: string, templates: string): InitFiles {
  const root = realpathSync(folder);
  const program = join(root, 'bin', 'awscred.cjs');
  return {
    template: (name) => templateText(join(root, templates, name)),
    node: process.execPath,
    program,
    completer: join(root, 'dist', 'bundle', 'complete.cjs'),
    launcher: (home) => launcherOf(`${home}/.local/bin/awscred-launcher`, program),
  };
}

function templateText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new AwscredError('UNEXPECTED', `a file of awscred cannot be read: ${errnoWords(error)}`, {
      hints: ['install awscred again'],
      cause: error,
    });
  }
}

function launcherOf(path: string, program: string): string | null {
  const text = textOf(path);
  const calls = text === null ? null : launcherCalls(text);
  const isThis = calls?.program === program && calls.node === realpathSync(process.execPath);
  return isThis && pathFault(path) === null ? path : null;
}

function textOf(path: string): string | null {
  try {
    return process.platform === 'win32' ? null : readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}
