import { readFileSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { AwscredError } from '../../errors.ts';
import type { InitFiles } from '../../ports/files/init-files.ts';
import { errnoWords } from '../files/errno.ts';
import { ownLauncher } from './own-launcher.ts';

/** `folder`: the package's; `templates`: the folder of the scripts, in it. */
export function initFiles(folder: string, templates: string): InitFiles {
  const root = realpathSync(folder);
  const program = join(root, 'bin', 'awscred.cjs');
  return {
    template: (name) => templateText(join(root, templates, name)),
    node: process.execPath,
    program,
    scripts: join(root, 'dist', 'bundle', 'init'),
    completer: join(root, 'bin', 'complete.cjs'),
    launcher: (home) => ownLauncher(home, program),
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
