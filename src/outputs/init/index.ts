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
