import type { Output } from './output.ts';

/**
 * What a failed `assume` prints on stdout. In sh `eval` of nothing is status 0, and a `set -e` script would go on
 * with the account it had before; this gives `eval` the status. Other syntaxes get nothing.
 */
export function failureStatement(output: Output, status: number): string {
  return output.name === 'posix' ? `(exit ${status});\n` : '';
}
