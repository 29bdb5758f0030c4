import { type Assertion, readAssertion, REDEEMED_WITHIN_MS } from '../../core/saml/assertion.ts';
import { Secret } from '../../core/secret.ts';
import type { SamlStep } from '../../core/plan/step.ts';
import { printable } from '../../core/text/printable.ts';
import { showDuration } from '../../core/text/time.ts';
import { AwscredError } from '../../errors.ts';
import type { Ports } from '../../ports/index.ts';
import type { SamlResponse } from './kept-assertion.ts';
import { signInName } from './sign-in-key.ts';

/** STS takes no longer one (docs/wire.md, "SAML"). */
const MOST_CHARACTERS = 100_000;

/** A provider's answer with what it says. */
export interface ReadResponse extends SamlResponse {
  readonly assertion: Assertion;
}

/**
 * Reads what a page has posted, or a file holds. What goes on to STS is the text itself without its blanks, never XML
 * written anew. AwscredError REFUSED (3) for what AWS could not take.
 */
export async function readResponse(
  text: Secret,
  step: SamlStep,
  { xml, clock }: Pick<Ports, 'xml' | 'clock'>,
): Promise<ReadResponse> {
  const base64 = text.reveal().replace(/\s+/g, '');
  const from = signInName(step);
  if (base64.length > MOST_CHARACTERS) {
    throw refused(
      `the assertion of ${from} is longer than the ${MOST_CHARACTERS} characters that AWS takes`,
      ['ask the provider’s administrator to send fewer roles or attributes for AWS'],
    );
  }
  const isBase64 = base64 !== '' && /^[A-Za-z0-9+/]+={0,2}$/.test(base64);
  const root = isBase64 ? await xml(Buffer.from(base64, 'base64').toString('utf8')) : null;
  const assertion = root === null ? null : readAssertion(root);
  if (assertion === null) {
    throw refused(
      `what ${from} sent is no SAML response: not base64, not XML, or XML with entities of its own`,
      [],
    );
  }
  if (assertion.failure !== null) {
    throw refused(`${from} refused the sign-in: ${printable(assertion.failure, 200)}`, []);
  }
  const now = clock.now();
  const expiresAt = assertion.expiresAt ?? now + REDEEMED_WITHIN_MS;
  if (expiresAt <= now) {
    const ago = showDuration(now - expiresAt);
    throw refused(`the assertion of ${from} expired ${ago} ago`, [
      'AWS takes one for five minutes; if this was new, compare the clocks of this machine and of the provider',
    ]);
  }
  return { response: new Secret(base64), expiresAt, assertion };
}

function refused(message: string, hints: readonly string[]): AwscredError {
  return new AwscredError('REFUSED', message, { hints });
}
