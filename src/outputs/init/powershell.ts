import type { ShellInit } from './shell-init.ts';

export const powershell: ShellInit = {
  name: 'powershell',
  aliases: ['pwsh'],
  template: 'powershell.ps1',
  // All five are single quotes to it, and two in a row are one that is meant.
  word: (path) => `'${path.replace(/['\u2018\u2019\u201a\u201b]/g, '$&$&')}'`,
  call: (words) => `& ${words.join(' ')}`,
};
