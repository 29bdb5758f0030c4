import type { ShellInit } from './shell-init.ts';

export const xonsh: ShellInit = {
  name: 'xonsh',
  aliases: [],
  template: 'xonsh.xsh',
  // A Python string of printable ASCII.
  word: (path) =>
    `'${path
      .replace(/[\\']/g, '\\$&')
      .replace(
        /[^\x20-\x7E]/gu,
        (char) => `\\U${(char.codePointAt(0) ?? 0).toString(16).padStart(8, '0')}`,
      )}'`,
  call: (words) => `[${words.join(', ')}]`,
};
