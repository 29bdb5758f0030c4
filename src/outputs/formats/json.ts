import { jsonText } from '../../core/text/json-text.ts';
import type { Output } from '../output.ts';

/** The variables that would be set, as one object of strings (`docs/json.md`). */
export const json: Output = {
  name: 'json',
  undoes: false,
  render({ set }) {
    const entries = set.map(({ name, value }) => [name, value] as const);
    return `${jsonText(Object.fromEntries(entries), 2)}\n`;
  },
  failure: () => '',
  evalLine: (command) => command,
};
