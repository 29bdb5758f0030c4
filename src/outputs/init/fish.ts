import type { ShellInit } from './shell-init.ts';

export const fish: ShellInit = {
  name: 'fish',
  aliases: [],
  template: 'fish.fish',
  word: (path) => `'${path.replace(/[\\']/g, '\\$&')}'`,
  call: (words) => words.join(' '),
};
