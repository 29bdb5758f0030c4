import type { Output, Variable } from '../output.ts';
import { unsafeOutput } from '../unsafe-output.ts';

/** `NAME=value` lines for docker's `--env-file`, compose and the dotenv libraries. */
export const dotenv: Output = {
  name: 'dotenv',
  undoes: false,
  render({ set }) {
    return set.map((variable) => `${variable.name}=${literal(variable)}\n`).join('');
  },
  failure: () => '',
  evalLine: (command) => command,
};

/**
 * Unquoted where that is safe, because docker keeps quotes. Else in single quotes, and without the characters that the
 * libraries read differently: a quote, a backslash, `${`.
 */
function literal(variable: Variable): string {
  if (/^[A-Za-z0-9_+/=.:,@%-]*$/.test(variable.value)) {
    return variable.value;
  }
  if (/[\x00-\x1F\x7F'\\]|\$\{/.test(variable.value)) {
    throw unsafeOutput('dotenv', variable, 'a control character, a quote, a backslash or ${');
  }
  return `'${variable.value}'`;
}
