import type { Meaning, Meanings } from './meaning.ts';

/** The SSO portal's error codes (docs/wire.md, "SSO portal refusals"). */
export const PORTAL_MEANINGS: Meanings = new Map<string, () => Meaning>([
  ['UnauthorizedException', () => ({ code: 'NEEDS_LOGIN', sentence: 'the SSO session is over', hint: null })],
  // The sign-in is fine: a new one would not help.
  ['ForbiddenException', notAssigned],
  ['AccessDeniedException', notAssigned],
  [
    'ResourceNotFoundException',
    () => ({
      code: 'REFUSED',
      sentence: 'there is no such account or role in this SSO',
      hint: 'check sso_account_id, sso_role_name (capitals count) and sso_region',
    }),
  ],
  [
    'InvalidRequestException',
    () => ({
      code: 'REFUSED',
      sentence: 'a parameter is not as AWS wants it',
      hint: 'check sso_account_id and sso_role_name; --debug shows what AWS says',
    }),
  ],
]);

function notAssigned(): Meaning {
  return {
    code: 'ACCESS_DENIED',
    sentence: 'you are not assigned to that role in that account',
    hint: 'check sso_account_id and sso_role_name (capitals count), or ask for the permission set; a new one takes minutes',
  };
}
