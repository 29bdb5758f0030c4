import { Secret } from '../core/secret.ts';
import { AwscredError } from '../errors.ts';
import type { Exports, ExportedVariable, Output, Variable } from './output.ts';
import { isPrevious } from './previous.ts';
import { unsafeOutput } from './unsafe-output.ts';

/**
 * The product of `assume` and `process`: everything that goes to stdout, newline at the end.
 * Throws AwscredError UNSAFE_OUTPUT (exit 2) for a value that the syntax cannot hold exactly.
 */
export function renderStatements(output: Output, exports: Exports): string {
  return rendered(output, exports);
}

function rendered(output: Output, exports: Exports): string {
  const set = exports.set.map(inClear).filter((variable) => isCarried(output, variable));
  for (const variable of set) {
    refuseImpossible(output, variable);
  }
  return output.render({ set, unset: exports.unset });
}

/**
 * What is only kept for `--unset` is for shells alone, and is left out where the syntax cannot hold it: nobody is
 * refused credentials for the odd value that a variable had before.
 */
function isCarried(output: Output, variable: Variable): boolean {
  return !isPrevious(variable.name) || (output.undoes && holds(output, variable));
}

function holds(output: Output, variable: Variable): boolean {
  try {
    refuseImpossible(output, variable);
    return output.render({ set: [variable], unset: [] }) !== '';
  } catch {
    return false;
  }
}

/** The product of `assume --unset`. Throws AwscredError USAGE for a format that cannot undo. */
export function renderUnset(output: Output, exports: Exports): string {
  if (!output.undoes) {
    throw new AwscredError('USAGE', `--unset has no meaning in ${output.name} output`, {
      hints: ['name the syntax of your shell, e.g. -o posix'],
    });
  }
  const set = exports.set.filter((variable) => holds(output, inClear(variable)));
  return rendered(output, { set, unset: exports.unset });
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
    throw unsafeOutput(output.name, variable, 'a character that no environment can hold');
  }
}
