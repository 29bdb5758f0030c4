import type { Secret } from '../core/secret.ts';
import type { ClientRegistration } from '../ports/aws.ts';

/** A sign-in to IAM Identity Center as awscred holds it. */
export interface SsoToken {
  readonly accessToken: Secret;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
  readonly refreshToken: Secret | null;
  /** The registration that issued it: only this client can refresh it. Null in old files of the AWS CLI. */
  readonly client: ClientRegistration | null;
  /** Where it lives: awscred's own store, or the AWS CLI's token file. */
  readonly home: 'store' | 'aws-cli';
}

/** Good for a call now, without renewing it first. A token that can be renewed is renewed early. */
export function isFresh(token: SsoToken, now: number): boolean {
  return token.expiresAt - now > (canRefresh(token, now) ? RENEW_EARLY_MS : LAST_MOMENT_MS);
}

/** Still believed by the server, though perhaps due for renewal. */
export function isAlive(token: SsoToken, now: number): boolean {
  return token.expiresAt - now > LAST_MOMENT_MS;
}

/** Whether a refresh grant may be tried: it needs the refresh token and a registration that has not run out. */
export function canRefresh(token: SsoToken, now: number): boolean {
  return token.refreshToken !== null && token.client !== null && token.client.expiresAt > now;
}

/** The SDKs for JavaScript and Rust renew as early. */
const RENEW_EARLY_MS = 5 * 60_000;
const LAST_MOMENT_MS = 10_000;
