import type { ShellInit } from './shell-init.ts';

const AUTOLOAD = '($nu.data-dir | path join vendor autoload awscred.nu)';

export const nushell: ShellInit = {
  name: 'nushell',
  aliases: ['nu'],
  template: 'nushell.nu',
  word: (path) => JSON.stringify(path),
  call: (words) => `^${words.join(' ')}`,
  startUp: [`awscred init nushell | save -f ${AUTOLOAD}`, 'once; `mkdir` its folder first'],
};
