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
      sentence: 'this SSO has no such account or role',
      hint: 'check sso_account_id, sso_role_name (case matters) and sso_region',
    }),
  ],
  [
    'InvalidRequestException',
    () => ({
      code: 'REFUSED',
      sentence: 'AWS does not accept a parameter',
      hint: 'check sso_account_id and sso_role_name; --debug shows what AWS says',
    }),
  ],
]);

function notAssigned(): Meaning {
  return {
    code: 'ACCESS_DENIED',
    sentence: 'you are not assigned to that role in that account',
    hint: 'check sso_account_id and sso_role_name (case matters), or ask for the permission set; a new one takes minutes',
  };
}
