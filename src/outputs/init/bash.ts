import type { ShellInit } from './shell-init.ts';
import { singleQuoted } from './single-quoted.ts';

export const bash: ShellInit = {
  name: 'bash',
  aliases: [],
  template: 'bash.bash',
  word: singleQuoted,
  call: (words) => words.join(' '),
};
