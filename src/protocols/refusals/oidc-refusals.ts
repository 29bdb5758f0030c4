import type { Meaning, Meanings } from './meaning.ts';

/** The error codes of SSO-OIDC (docs/wire.md, "SSO-OIDC refusals"). */
export const OIDC_MEANINGS: Meanings = new Map<string, (message: string) => Meaning>([
  ['InvalidGrantException', needsLogin('the SSO session is over, or the code was used before')],
  ['InvalidClientException', needsLogin('the registration of this machine is no longer valid')],
  [
    'UnauthorizedClientException',
    needsLogin('the registration of this machine is for another way of signing in'),
  ],
  ['AuthorizationPendingException', needsLogin('nobody has allowed the sign-in yet')],
  [
    'ExpiredTokenException',
    () => ({ code: 'TIMEOUT', sentence: 'the code ran out before anybody allowed the sign-in', hint: null }),
  ],
  [
    'AccessDeniedException',
    (message) =>
      /KMS/.test(message)
        ? kms()
        : { code: 'REFUSED', sentence: 'the sign-in was denied in the browser', hint: null },
  ],
  [
    'InvalidRequestException',
    (message) =>
      /KMS/.test(message)
        ? kms()
        : refused('it does not know this start URL in this region', 'check sso_start_url and sso_region'),
  ],
  [
    'InvalidRequestRegionException',
    () => refused('the SSO instance is in another region', 'check sso_region'),
  ],
  ['InvalidScopeException', () => refused('it does not know a scope', 'check sso_registration_scopes')],
  [
    'UnsupportedGrantTypeException',
    () => refused('this way of signing in is not offered', 'try --device-code, or without it'),
  ],
  ['InvalidRedirectUriException', notOffered],
  ['InvalidClientMetadataException', notOffered],
  ['SlowDownException', () => refused('it is asked too often', 'try again in a minute')],
]);

function needsLogin(sentence: string): () => Meaning {
  return () => ({ code: 'NEEDS_LOGIN', sentence, hint: null });
}

function refused(sentence: string, hint: string): Meaning {
  return { code: 'REFUSED', sentence, hint };
}

function kms(): Meaning {
  return refused(
    'the key that encrypts the SSO instance cannot be used',
    'an administrator has to look at its KMS key; --debug shows what AWS says',
  );
}

function notOffered(): Meaning {
  return refused('it will not register this machine for the browser', 'try --device-code');
}
