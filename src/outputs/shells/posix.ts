import type { Output } from '../output.ts';
import { shellWord } from './shell-word.ts';

/** sh, dash, bash, ksh, mksh, busybox, zsh: for `eval $(…)`, quoted or not (docs/traps.md, "Shells"). */
export const posix: Output = {
  name: 'posix',
  undoes: true,
  render({ set, unset }) {
    return [
      ...unset.map((name) => `unset ${name};\n`),
      ...set.map((variable) => `export ${variable.name}=${shellWord('posix', variable)};\n`),
    ].join('');
  },
  failure: (status) => `(exit ${status});\n`,
  evalLine: (command) => `eval $(${command})`,
};
