import { jsonText } from '../../core/text/json-text.ts';
import type { Output } from '../output.ts';

/**
 * nushell: an object for `from json | load-env`. A null stays in `$env` as nothing, and what nushell starts
 * does not get the variable: its nearest to unsetting from data.
 */
export const nushell: Output = {
  name: 'nushell',
  undoes: true,
  render({ set, unset }) {
    const entries: (readonly [string, string | null])[] = [
      ...unset.map((name) => [name, null] as const),
      ...set.map(({ name, value }) => [name, value] as const),
    ];
    return `${jsonText(Object.fromEntries(entries), 2)}\n`;
  },
  failure: () => '',
  evalLine: (command) => `${command} | from json | load-env`,
};
