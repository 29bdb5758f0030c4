import type { ShellInit } from './shell-init.ts';

export const elvish: ShellInit = {
  name: 'elvish',
  aliases: [],
  template: 'elvish.elv',
  word: (path) => `'${path.replaceAll("'", "''")}'`,
  call: (words) => `(external ${words[0] ?? ''}) ${words.slice(1).join(' ')}`.trim(),
};
