import type { Meaning, Meanings } from './meaning.ts';

/** STS's error codes (docs/wire.md, "STS refusals"). Newer models add `Exception` to a few. */
export const STS_MEANINGS: Meanings = new Map<string, (message: string) => Meaning>([
  ['AccessDenied', accessDenied],
  ['AccessDeniedException', accessDenied],
  [
    'ExpiredToken',
    refused(
      'the credentials it was called with have expired',
      'try again with --refresh; temporary keys in a file have to be replaced there',
    ),
  ],
  [
    'ExpiredTokenException',
    refused('the assertion or token passed to it is too old', 'get a new one and try again'),
  ],
  [
    'InvalidClientTokenId',
    refused(
      'it does not know the access key: deleted, inactive, of another partition, or made only seconds ago',
      'check the key in the IAM console of its account, and the region of the profile',
    ),
  ],
  [
    'SignatureDoesNotMatch',
    refused('the secret access key does not belong to the access key id', 'copy both again, without blanks'),
  ],
  ['MissingAuthenticationToken', refused('the signature was missing', mangled())],
  ['IncompleteSignature', refused('the signature arrived incomplete', mangled())],
  ['InvalidAction', refused('this endpoint does not know the call', 'check the endpoint_url of the profile')],
  ...both(
    'RegionDisabled',
    'STS is not active in this region for that account',
    'use another region, or activate it under IAM, Account settings',
  ),
  [
    'OptInRequired',
    refused('the account is not signed up for the service yet', 'finish its sign-up in the console'),
  ],
  ...both(
    'MalformedPolicyDocument',
    'the session policy is not valid',
    'check the JSON of the policy, and its grammar',
  ),
  ...both(
    'PackedPolicyTooLarge',
    'session policies and tags together are too large',
    'drop tags, or shorten the policy',
  ),
  ['ValidationError', validation],
  ...both(
    'IDPRejectedClaim',
    'the identity provider rejected the token, or it has expired',
    'get a new token',
  ),
  ...both('IDPCommunicationError', 'AWS could not reach the identity provider', 'try again in a moment'),
  ...both(
    'InvalidIdentityToken',
    'the token is not one that a provider of this account issued',
    'check the provider in IAM, and the audience of the token',
  ),
  [
    'RequestExpired',
    () => ({ code: 'CLOCK', sentence: 'the date of the request is too old', hint: 'set the clock' }),
  ],
]);

function accessDenied(message: string): Meaning {
  if (/MultiFactorAuthentication failed with invalid MFA/i.test(message)) {
    return {
      code: 'MFA_REFUSED',
      sentence: 'the MFA code is wrong or was used before: each code works once',
      hint: 'wait for the next code; if it fails too, check mfa_serial and the clock of the device',
    };
  }
  if (/MultiFactorAuthentication|MFA serial|MFA code/i.test(message)) {
    return {
      code: 'MFA_REFUSED',
      sentence: 'the MFA device is not one of this user',
      hint: 'check mfa_serial: it is under IAM, Users, Security credentials',
    };
  }
  if (/with session credentials/i.test(message)) {
    return {
      code: 'ACCESS_DENIED',
      sentence: 'it wants long-lived keys and was called with temporary ones',
      hint: 'use a source profile with access keys of a user, or --no-mfa-session',
    };
  }
  return {
    code: 'ACCESS_DENIED',
    sentence: 'the caller may not do that',
    hint: 'does the role exist, does its trust policy name the caller, and may the caller call sts:AssumeRole?',
  };
}

function validation(message: string): Meaning {
  if (/chaining/i.test(message)) {
    return refused(
      'it lasts too long: role chaining caps it at one hour',
      'ask for no more: duration_seconds = 3600, or -d 1h',
    )();
  }
  if (/MaxSessionDuration|DurationSeconds|durationSeconds/.test(message)) {
    return refused(
      'it lasts longer than the role allows, or less than 15 minutes',
      'lower duration_seconds (or -d), or raise the maximum session duration of the role',
    )();
  }
  return refused(
    'a parameter is not as AWS wants it',
    'check role_arn, role_session_name, external_id, mfa_serial, tags and policies; --debug shows what AWS says',
  )();
}

function refused(sentence: string, hint: string): () => Meaning {
  return () => ({ code: 'REFUSED', sentence, hint });
}

function both(code: string, sentence: string, hint: string): [string, () => Meaning][] {
  return [
    [code, refused(sentence, hint)],
    [`${code}Exception`, refused(sentence, hint)],
  ];
}

function mangled(): string {
  return 'does a proxy in between change requests?';
}
