import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import { ownLauncher } from './own-launcher.ts';

/** The words that start awscred from anywhere: its launcher where one is installed, else Node and `bin/awscred.cjs`. */
export function ownCommand(home: string, root: string): readonly string[] {
  const program = realpathSync(join(root, 'bin/awscred.cjs'));
  const launcher = ownLauncher(home, program);
  return launcher === null ? [process.execPath, program] : [launcher];
}
