import type { Output } from './output.ts';

/**
 * What a failed `assume` prints on stdout. In sh `eval` of nothing has status 0, and a `set -e` script would go on
 * with its previous account; this gives `eval` the status. Other syntaxes get nothing.
 */
export function failureStatement(output: Output, status: number): string {
  return output.name === 'posix' ? `(exit ${status});\n` : '';
}
