import { AwscredError } from '../../errors.ts';
import type { ShellInit } from './shell-init.ts';

export const tcsh: ShellInit = {
  name: 'tcsh',
  aliases: [],
  template: 'tcsh.tcsh',
  word,
  call: (words) => words.join(' '),
};

/** History is looked for inside single quotes too, and a line break ends them. */
function word(path: string): string {
  if (/[\x00-\x1F\x7F]/.test(path)) {
    throw new AwscredError('UNSAFE_OUTPUT', 'tcsh cannot name a path with a control character');
  }
  return `'${path.replaceAll("'", `'\\''`).replaceAll('!', `\\!`)}'`;
}
