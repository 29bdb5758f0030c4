import { Secret } from '../core/secret.ts';
import { AwscredError } from '../errors.ts';
import type { Exports, ExportedVariable } from './exports.ts';
import type { Output, Variable } from './output.ts';
import { unsafeOutput } from './unsafe-output.ts';

/**
 * The product of `assume` and `process`: everything that goes to stdout, newline at the end.
 * Throws AwscredError UNSAFE_OUTPUT (exit 2) for a value that the syntax cannot hold exactly.
 */
export function renderStatements(output: Output, exports: Exports): string {
  const set = exports.set.map(inClear);
  for (const variable of set) {
    refuseImpossible(output, variable);
  }
  return output.render({ set, unset: exports.unset });
}

/** The product of `assume --unset`. Throws AwscredError USAGE for a format that cannot undo. */
export function renderUnset(output: Output, unset: readonly string[]): string {
  if (!output.undoes) {
    throw new AwscredError('USAGE', `--unset has no meaning in ${output.name} output`, {
      hints: ['name the syntax of your shell, e.g. -o posix'],
    });
  }
  return output.render({ set: [], unset });
}

/** The only place that turns secrets into output text. */
function inClear({ name, value }: ExportedVariable): Variable {
  return value instanceof Secret
    ? { name, value: value.reveal(), secret: true }
    : { name, value, secret: false };
}

/** An environment cannot hold NUL, and a lone surrogate would arrive as another character. */
function refuseImpossible(output: Output, variable: Variable): void {
  if (/[\0\ud800-\udfff]/u.test(variable.value)) {
    throw unsafeOutput(output.name, variable, 'a character that no environment can');
  }
}
