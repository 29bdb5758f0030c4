import { AwscredError, AwsRefusal } from '../../../errors.ts';
import { showOffset } from './clock-skew.ts';

const SIGNATURE_CODES = new Set([
  'SignatureDoesNotMatch',
  'InvalidSignatureException',
  'RequestExpired',
  'RequestTimeTooSkewed',
  'RequestInTheFuture',
]);

/** AWS's words where the date of a signature is at fault (docs/wire.md, "Clocks"); they vary, the phrases do not. */
const CLOCK_WORDS = /signature (expired|not yet current)|request has expired|time too skewed/i;

const SET_THE_CLOCK = 'set the clock (timedatectl set-ntp true), then try again';

/** True for a refusal of the signature: the secret key is wrong, or the clock. */
export function isSignatureRefusal(error: unknown): error is AwsRefusal {
  return error instanceof AwsRefusal && SIGNATURE_CODES.has(error.facts.code);
}

/** CLOCK (exit 3) where a refusal speaks of the time, with the offset; else null. */
export function clockRefusal(refusal: AwsRefusal, host: string): AwscredError | null {
  const { code, message, clockOffset } = refusal.facts;
  const aboutTime = isSignatureRefusal(refusal) && (code.startsWith('Request') || CLOCK_WORDS.test(message));
  if (!aboutTime) {
    return null;
  }
  const difference = clockOffset === null ? 'differs from' : `is ${showOffset(clockOffset)}`;
  return new AwscredError(
    'CLOCK',
    `AWS refused the date of the request: the clock of this machine ${difference} that of ${host}`,
    {
      hints: [SET_THE_CLOCK],
      cause: refusal,
    },
  );
}

/** CLOCK (exit 3) where an answer's expiry has passed by its own `Date`. `offset`: local clock minus that, milliseconds. */
export function clockContradiction(offset: number, host: string, cause: unknown): AwscredError {
  return new AwscredError(
    'CLOCK',
    `the clock of this machine is ${showOffset(offset)} that of ${host}, so its answer has already expired`,
    { hints: [SET_THE_CLOCK], cause },
  );
}
