import { AwscredError } from '../../errors.ts';
import { nearest } from '../../core/text/nearest.ts';
import { printable } from '../../core/text/printable.ts';
import type { OutputName } from '../output.ts';
import { bash } from './bash.ts';
import { elvish } from './elvish.ts';
import { fish } from './fish.ts';
import { nushell } from './nushell.ts';
import { powershell } from './powershell.ts';
import type { ShellInit } from './shell-init.ts';
import { tcsh } from './tcsh.ts';
import { xonsh } from './xonsh.ts';
import { zsh } from './zsh.ts';

/** THE TABLE of shells that `init` speaks. A new one is one file here, one in `bin/init/`, and one row. */
export const SHELL_INITS: readonly ShellInit[] = [bash, zsh, fish, powershell, tcsh, elvish, nushell, xonsh];

/** The row of a word; null for none. */
export function shellInitOf(word: string): ShellInit | null {
  return SHELL_INITS.find(({ name, aliases }) => [name, ...aliases].includes(word)) ?? null;
}

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

/** What to write into the start-up file of the user's shell, as a hint; null where `init` does not speak it. */
export function startUpHint(output: OutputName, loginShell: string | null): string | null {
  const name = output === 'posix' ? (loginShell ?? '').replace(/^.*\//, '') : output;
  const row = SHELL_INITS.find((shell) => shell.name === name);
  return row === undefined ? null : `for good:  ${row.startUp[0]}   ${row.startUp[1]}`;
}
