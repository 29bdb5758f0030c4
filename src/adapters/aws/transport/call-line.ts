import { AwsRefusal } from '../../../errors.ts';
import { HttpFailure } from '../../../ports/http-failure.ts';
import type { HttpAnswer } from '../../../ports/http.ts';
import type { Call } from './call.ts';
import { requestIdOf } from '../failure/error-body.ts';
import { hostOf } from '../failure/site-words.ts';

interface Told {
  readonly tries: number;
  /** Milliseconds. */
  readonly ms: number;
  readonly answer: HttpAnswer | null;
  /** Null for success. */
  readonly error: unknown;
}

/** One try for `--debug`: what, where, how long, AWS's own code, message and request id. No header, no body. */
export function callLine(
  call: Pick<Call<unknown, unknown>, 'service' | 'operation' | 'site'>,
  told: Told,
): string {
  const { tries, ms, answer, error } = told;
  const status = answer === null ? 'no answer' : String(answer.status);
  const id =
    error instanceof AwsRefusal ? error.facts.requestId : answer === null ? null : requestIdOf(answer);
  const words = [
    `${call.service} ${call.operation} at ${hostOf(call.site)}, try ${tries}: ${status} in ${Math.round(ms)} ms`,
    ...(id === null ? [] : [`request id ${id}`]),
    ...reason(error),
  ];
  return words.join(', ');
}

function reason(error: unknown): readonly string[] {
  if (error instanceof AwsRefusal) {
    return [`${error.facts.code}: ${error.facts.message}`];
  }
  return error instanceof HttpFailure ? [`${error.kind}: ${error.what}`] : [];
}
