import type { Output } from '../output.ts';
import { shellWord } from './shell-word.ts';

/** csh and tcsh: for `` eval `…` ``, whose words are split and matched against file names as in sh. */
export const tcsh: Output = {
  name: 'tcsh',
  undoes: true,
  render({ set, unset }) {
    return [
      ...unset.map((name) => `unsetenv ${name};\n`),
      ...set.map((variable) => `setenv ${variable.name} ${shellWord('tcsh', variable)};\n`),
    ].join('');
  },
  failure: (status) => `sh -c 'exit ${status}';\n`,
  evalLine: (command) => `eval \`${command}\``,
};
