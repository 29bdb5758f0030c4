import { Secret } from '../core/secret.ts';
import type { ExportedVariable, Exports } from './output.ts';
import type { Output } from './output.ts';
import { renderStatements } from './render-statements.ts';

/** The same statements for eyes: `AWS_ACCESS_KEY_ID=ASIA…;`, secrets as `…` alone. Not for `eval`. */
export function maskedStatements(output: Output, exports: Exports): string {
  const masked = renderStatements(output, { ...exports, set: exports.set.map(mask) });
  // Put in only now, so that the ellipsis is no reason for quotes.
  return masked.replaceAll(STAND_IN, '…');
}

const STAND_IN = '.masked.';

function mask({ name, value }: ExportedVariable): ExportedVariable {
  if (value instanceof Secret) {
    return { name, value: STAND_IN };
  }
  return { name, value: name === 'AWS_ACCESS_KEY_ID' ? `${value.slice(0, 4)}${STAND_IN}` : value };
}
