import { AwscredError, type AwsRefusal } from '../../errors.ts';
import { printable } from '../../core/text/printable.ts';
import type { SsoSession } from '../../core/plan/step.ts';
import { loginCommand, sessionWord, startHost } from './sso-access-token.ts';

/** What a refusal of the OIDC service means for the person who signs in: AwscredError REFUSED (exit 3). */
export function signInRefusal(refusal: AwsRefusal, session: SsoSession): AwscredError {
  const { code, message } = refusal.facts;
  const word = sessionWord(session);
  const known = MEANINGS.get(code)?.(message);
  if (known !== undefined) {
    const { sentence, hint } = known;
    return new AwscredError(
      'REFUSED',
      sentence.replace('NAME', () => word),
      {
        hints: [hint ?? `to try again: ${loginCommand(session)}`],
        cause: refusal,
      },
    );
  }
  return new AwscredError(
    'REFUSED',
    `AWS refused the sign-in to ${word}: ${printable(`${code}: ${message}`)}`,
    {
      cause: refusal,
    },
  );
}

/** The error that an authorization server put into the redirect: AwscredError REFUSED. */
export function redirectRefusal(error: string, session: SsoSession): AwscredError {
  const word = sessionWord(session);
  return new AwscredError(
    'REFUSED',
    error === 'access_denied'
      ? `the sign-in to ${word} was refused in the browser`
      : `the sign-in to ${word} failed in the browser: ${printable(error, 80)}`,
    { hints: [`to try again: ${loginCommand(session)}`] },
  );
}

/** Nobody signed in in time: AwscredError TIMEOUT (exit 6). */
export function signInRanOut(session: SsoSession, after: string): AwscredError {
  return new AwscredError('TIMEOUT', `the sign-in to ${sessionWord(session)} timed out after ${after}`, {
    hints: [`to start a new one: ${loginCommand(session)}`],
  });
}

/** Nobody can be asked: AwscredError NEEDS_LOGIN (exit 4). `why` says what is missing. */
export function needsLogin(session: SsoSession, why: string): AwscredError {
  return new AwscredError('NEEDS_LOGIN', `signing in to ${sessionWord(session)} needs a person, and ${why}`, {
    hints: [`run \`${loginCommand(session)}\`, then try again`],
  });
}

/** The page where the person signs in, for messages: `acme (acme.awsapps.com)`, or the host alone. */
export function sessionAndHost(session: SsoSession): string {
  const host = startHost(session);
  return session.name === null ? host : `${sessionWord(session)} (${host})`;
}

/** What a code of the OIDC service says of the sign-in to NAME; `hint` null where trying again is all there is to do. */
interface SignInMeaning {
  readonly sentence: string;
  readonly hint: string | null;
}

function meaning(sentence: string, hint: string | null = null): () => SignInMeaning {
  return () => ({ sentence, hint });
}

/** An instance whose key may not be used answers with the codes of other refusals; only the words tell. */
function unlessKms(otherwise: () => SignInMeaning): (message: string) => SignInMeaning {
  return (message) => (/KMS/.test(message) ? KMS() : otherwise());
}

const KMS = meaning(
  'AWS cannot use the key that encrypts the Identity Center instance of NAME',
  'ask an administrator to check its KMS key; --debug shows what AWS says',
);

const NOT_REGISTERED = meaning('AWS does not register awscred for the browser at NAME', 'try --device-code');

/** By AWS's code (docs/wire.md, "SSO-OIDC refusals"). */
const MEANINGS: ReadonlyMap<string, (message: string) => SignInMeaning> = new Map([
  ['AccessDeniedException', unlessKms(meaning('the sign-in to NAME was refused'))],
  ['InvalidGrantException', meaning('the sign-in to NAME was not completed: AWS no longer knows its code')],
  [
    'InvalidRequestException',
    unlessKms(
      meaning(
        'AWS does not know the sign-in page of NAME',
        'check sso_start_url and sso_region: both must be those of the Identity Center instance',
      ),
    ),
  ],
  [
    'InvalidRequestRegionException',
    meaning('the Identity Center instance of NAME is in another region', 'check sso_region'),
  ],
  [
    'InvalidClientException',
    meaning(
      'AWS does not accept awscred as a client of NAME, even after registering again',
      'check sso_region: it must be the region of the Identity Center instance',
    ),
  ],
  [
    'InvalidScopeException',
    meaning('AWS does not grant a scope that NAME asks for', 'check sso_registration_scopes'),
  ],
  ['ExpiredTokenException', meaning('the code of the sign-in to NAME expired before anybody allowed it')],
  [
    'UnauthorizedClientException',
    meaning(
      'awscred is registered with NAME for another way of signing in',
      'try --device-code, or without it',
    ),
  ],
  [
    'UnsupportedGrantTypeException',
    meaning('NAME does not offer this way of signing in', 'try --device-code, or without it'),
  ],
  ['InvalidRedirectUriException', NOT_REGISTERED],
  ['InvalidClientMetadataException', NOT_REGISTERED],
  ['SlowDownException', meaning('NAME is asked too often', 'try again in a minute')],
]);
