import { AwscredError } from '../../errors.ts';
import { nearest } from '../../core/text/nearest.ts';
import { printable } from '../../core/text/printable.ts';
import { SHELL_INITS, shellInitOf } from './index.ts';
import type { ShellInit } from './shell-init.ts';

/** The row of a word. AwscredError USAGE names the choices. */
export function shellInitNamed(word: string): ShellInit {
  const found = shellInitOf(word);
  if (found === null) {
    const names = SHELL_INITS.map(({ name }) => name);
    const [near] = nearest(word, names);
    throw new AwscredError('USAGE', `awscred has no shell "${printable(word, 80)}"`, {
      hints: [...(near === undefined ? [] : [`did you mean ${near}?`]), `one of ${names.join(' ')}`],
    });
  }
  return found;
}
