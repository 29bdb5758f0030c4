import { deniedReason } from './access-denied.ts';
import type { Meaning, Meanings } from './meaning.ts';

/** STS's error codes (docs/wire.md, "STS refusals"). Newer models add `Exception` to a few. */
export const STS_MEANINGS: Meanings = new Map<string, (message: string) => Meaning>([
  ['AccessDenied', accessDenied],
  ['AccessDeniedException', accessDenied],
  [
    'ExpiredToken',
    refused(
      'the credentials it was called with have expired',
      'try again with --refresh; temporary keys in a file must be replaced there',
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
  ['SignatureDoesNotMatch', signature],
  ['MissingAuthenticationToken', refused('the signature was missing', mangled())],
  ['IncompleteSignature', incomplete],
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
  const reason = deniedReason(message);
  return {
    code: reason?.code ?? 'ACCESS_DENIED',
    sentence: reason?.sentence ?? 'the caller may not do that',
    hint:
      reason?.hint ??
      'does the role exist, does its trust policy name the caller, and may the caller call sts:AssumeRole?',
  };
}

/** The signature is refused for several reasons; only a wrong secret is named by nothing else. */
function signature(message: string): Meaning {
  if (/scoped to a valid region/i.test(message)) {
    return refused(
      'the request is signed for a region that this endpoint does not serve',
      'check region and endpoint_url of the profile: explain shows both',
    )();
  }
  if (/scoped to correct service|valid terminator/i.test(message)) {
    return refused(
      'the request is signed for another service than this endpoint',
      'check the endpoint_url of the profile',
    )();
  }
  if (/SignedHeader/i.test(message)) {
    return refused('the headers of the request differ from those that were signed', mangled())();
  }
  return refused(
    'the secret access key does not belong to the access key id',
    'copy both again, without blanks',
  )();
}

function incomplete(message: string): Meaning {
  return /slash-delimited/i.test(message)
    ? refused(
        'this is not an access key id: it has a slash, which only secret access keys have',
        'are aws_access_key_id and aws_secret_access_key swapped? Copy both again',
      )()
    : refused('the signature arrived incomplete', mangled())();
}

function validation(message: string): Meaning {
  if (/chaining/i.test(message)) {
    return refused(
      'it lasts too long: role chaining caps it at one hour',
      'ask for no more: duration_seconds = 3600, or -d 1h; with an MFA session, --no-mfa-session sends the code in AssumeRole itself',
    )();
  }
  if (/MaxSessionDuration|DurationSeconds|durationSeconds/.test(message)) {
    return refused(
      'it lasts longer than the role allows, or less than 15 minutes',
      'lower duration_seconds (or -d), or raise the maximum session duration of the role',
    )();
  }
  return refused(
    'AWS does not accept a parameter',
    'check role_arn, role_session_name, external_id, mfa_serial, tags and policies',
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
  return 'does a proxy change requests on the way?';
}
