import type { ShellInit } from './shell-init.ts';
import { singleQuoted } from './single-quoted.ts';

export const zsh: ShellInit = {
  name: 'zsh',
  aliases: [],
  template: 'zsh.zsh',
  word: singleQuoted,
  call: (words) => words.join(' '),
  // Functions read under `emulate … -c` run with those options for good, whatever the user has set.
  wrap: (script) => `\\builtin emulate -R zsh -o no_aliases -c ${singleQuoted(script)}\n`,
};
