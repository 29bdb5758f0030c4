import { AwscredError, AwsRefusal } from '../../errors.ts';
import { showOffset } from './clock-skew.ts';

const SIGNATURE_CODES = new Set([
  'SignatureDoesNotMatch',
  'InvalidSignatureException',
  'RequestExpired',
  'RequestTimeTooSkewed',
  'RequestInTheFuture',
]);

/** AWS's words where the date of a signature is at fault (`reference/protocols.md` §2.4); they vary, the phrases do not. */
const CLOCK_WORDS = /signature (expired|not yet current)|request has expired|time too skewed/i;

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
      hints: ['set the clock (timedatectl set-ntp true), then try again'],
      cause: refusal,
    },
  );
}
