import { printable } from '../../../core/text/printable.ts';
import type { Secret } from '../../../core/secret.ts';
import { AwsRefusal, type RefusalFacts } from '../../../errors.ts';
import type { HttpAnswer } from '../../../ports/http.ts';
import { HttpFailure } from '../../../ports/http-failure.ts';
import { describeBody, errorCode, errorMessage, requestIdOf } from './error-body.ts';
import type { Repeat } from '../transport/retry-policy.ts';

interface RefusalInput {
  readonly service: RefusalFacts['service'];
  readonly operation: string;
  readonly repeat: Repeat;
  /** What the request carried: AWS repeats parts of it in its messages. */
  readonly secrets: readonly Secret[];
  /** Local clock minus the answer's `Date`, milliseconds. */
  readonly clockOffset: number | null;
  /** Epoch milliseconds, to reckon a `Retry-After` that is a date. */
  readonly now: number;
}

/** What an error answer means: the service refused, the service is failing, or it was not the service. */
export function refusalFrom(
  answer: HttpAnswer,
  sdkError: unknown,
  input: RefusalInput,
): AwsRefusal | HttpFailure {
  const code = answer.status < 300 ? null : errorCode(input.service, answer, sdkError);
  const facts = {
    sent: true,
    retryAfter: retryAfter(answer.headers['retry-after'], input.now),
    cause: sdkError,
  };
  const told = `${answer.status}${code === null ? '' : ` ${code}`}`;
  if (answer.status >= 500) {
    return new HttpFailure('server', told, facts);
  }
  // The caller handles a poll that came too soon.
  if (input.repeat !== 'never' && (answer.status === 429 || THROTTLES.has(code ?? ''))) {
    return new HttpFailure('throttled', told, facts);
  }
  if (code === null) {
    return new HttpFailure('body', describeBody(answer), facts);
  }
  return new AwsRefusal({
    service: input.service,
    operation: input.operation,
    code,
    status: answer.status,
    message: withoutSecrets(errorMessage(input.service, answer, sdkError), input.secrets),
    requestId: requestIdOf(answer),
    clockOffset: input.clockOffset,
  });
}

const THROTTLES = new Set([
  'Throttling',
  'ThrottlingException',
  'ThrottledException',
  'RequestThrottled',
  'RequestThrottledException',
  'RequestLimitExceeded',
  'TooManyRequestsException',
  'SlowDown',
  'SlowDownException',
]);

/** Milliseconds; null where the header is absent or neither seconds nor a date. */
function retryAfter(value: string | undefined, now: number): number | null {
  if (value === undefined) {
    return null;
  }
  const wait = /^\d{1,9}$/.test(value) ? Number(value) * 1000 : Date.parse(value) - now;
  return Number.isNaN(wait) ? null : Math.max(0, wait);
}

/** A server's text without our secrets: SignatureDoesNotMatch quotes the session token. */
function withoutSecrets(text: string, secrets: readonly Secret[]): string {
  const clean = secrets
    .map((secret) => secret.reveal())
    .filter((value) => value !== '')
    .toSorted((a, b) => b.length - a.length)
    .reduce(
      (rest, value) => rest.replaceAll(value, '[secret]').replaceAll(encodeURIComponent(value), '[secret]'),
      text,
    );
  return printable(clean, 600);
}
