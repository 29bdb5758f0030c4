import { AwscredError } from '../errors.ts';
import type { OutputName, Variable } from './output.ts';

/** The refusal of a value that a syntax cannot hold; it never quotes the value, only says `what` is in it. */
export function unsafeOutput(syntax: OutputName, variable: Variable, what: string): AwscredError {
  return new AwscredError(
    'UNSAFE_OUTPUT',
    `${variable.name} holds ${what}, which ${syntax} output cannot carry`,
    {
      hints: syntax === 'json' ? [] : ['another output may: -o json carries any text'],
    },
  );
}
