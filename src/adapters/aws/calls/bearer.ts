import type { Secret } from '../../../core/secret.ts';
import { AwscredError } from '../../../errors.ts';

/** A token for the portal's header. Throws NEEDS_LOGIN where it could not be sent at all (a damaged file). */
export function bearer(accessToken: Secret): string {
  const token = accessToken.reveal();
  if (!/^[!-~]+$/.test(token)) {
    throw new AwscredError('NEEDS_LOGIN', 'the SSO access token has characters that a token cannot have', {
      hints: ['sign in again: awscred login'],
    });
  }
  return token;
}
