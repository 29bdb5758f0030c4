import type { ShellInit } from './shell-init.ts';

export const nushell: ShellInit = {
  name: 'nushell',
  aliases: ['nu'],
  template: 'nushell.nu',
  word: (path) => JSON.stringify(path),
  call: (words) => `^${words.join(' ')}`,
};
