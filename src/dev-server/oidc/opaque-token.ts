import { randomBytes } from 'node:crypto';

/** A token that means nothing but to its issuer: a prefix and `bytes` random bytes in base64url. */
export function opaqueToken(prefix: string, bytes: number): string {
  return `${prefix}${randomBytes(bytes).toString('base64url')}`;
}
