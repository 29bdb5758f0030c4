import { createHash } from 'node:crypto';

/** The keychain's account of an item: `v1.<kind>.<first 32 hex digits of SHA-256 of its key>`; no name is in it. */
export function itemAccount(kind: string, key: string): string {
  return `v1.${kind}.${createHash('sha256').update(key).digest('hex').slice(0, 32)}`;
}
