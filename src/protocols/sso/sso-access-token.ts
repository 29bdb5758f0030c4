import type { Secret } from '../../core/secret.ts';
import type { ClientRegistration } from '../../ports/aws.ts';
import { createHash } from 'node:crypto';
import type { SsoSession } from '../../core/plan/step.ts';
import { pasteable, printable } from '../../core/text/printable.ts';

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

/**
 * The store's canonical key of a session's token, JSON with sorted keys. Scopes are sorted too, so their order
 * in the file does not matter. It holds no secret; `through` of temporary credentials names it.
 */
export function ssoKey(session: SsoSession): string {
  const { name, ssoRegion, startUrl } = session;
  return JSON.stringify({ scopes: [...session.scopes].sort(), session: name, ssoRegion, startUrl });
}

/** The lock of everything that obtains or renews that token. */
export function ssoLock(session: SsoSession): string {
  return `sso:${createHash('sha256').update(ssoKey(session)).digest('hex').slice(0, 32)}`;
}

/** The session's name for messages: its own, else the start URL's host. Escaped and cut. */
export function sessionWord(session: SsoSession): string {
  return printable(session.name ?? startHost(session), 80);
}

/** The host of the start URL, for messages; the whole text where it is no URL. */
export function startHost(session: SsoSession): string {
  const text = URL.canParse(session.startUrl) ? new URL(session.startUrl).host : session.startUrl;
  return printable(text, 80);
}

/** What to paste to sign in: `awscred login SESSION`, or `awscred login PROFILE` for a legacy profile. */
export function loginCommand(session: SsoSession, command: string = 'awscred login'): string {
  return pasteable(command, session.name ?? session.profile, session.name === null ? 'PROFILE' : 'SESSION');
}
