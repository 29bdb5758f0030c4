import { AwscredError } from '../errors.ts';
import type { OutputName, Variable } from './output.ts';

/** The error for a value that a syntax cannot represent. It says `what` is in the value and never quotes it. */
export function unsafeOutput(syntax: OutputName, variable: Variable, what: string): AwscredError {
  return new AwscredError(
    'UNSAFE_OUTPUT',
    `${variable.name} holds ${what}, which ${syntax} output cannot hold`,
    {
      hints: syntax === 'json' ? [] : ['use another output: -o json holds any text'],
    },
  );
}
