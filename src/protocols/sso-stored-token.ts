import { createHash } from 'node:crypto';
import { Secret } from '../core/secret.ts';
import type { SsoSession } from '../core/step.ts';
import { parseObject } from './aws-cli-token.ts';
import type { SsoToken } from './sso-access-token.ts';

/** What the store holds for a session: the token bound to the origins it came from, and refresh tokens known dead. */
export interface StoredSso {
  /** Null after a sign-out, or where only the AWS CLI's token is known to be dead. */
  readonly token: SsoToken | null;
  /** Hex SHA-256 of refresh tokens that the server has refused, the latest last. */
  readonly dead: readonly string[];
}

/** The item's value, JSON. Times are epoch milliseconds. */
export function storedText(stored: StoredSso, session: SsoSession): Secret {
  const { token } = stored;
  return new Secret(
    JSON.stringify({
      oidcOrigin: originOf(session.oidc.endpoint),
      portalOrigin: originOf(session.portal.endpoint),
      dead: stored.dead,
      ...(token === null ? {} : tokenFields(token)),
    }),
  );
}

/** Reads an item's value. A token of other origins than the session's is as none: it is sent nowhere else. */
export function parseStored(value: Secret, session: SsoSession): StoredSso {
  const fields = parseObject(value.reveal()) ?? {};
  const isBound =
    fields['oidcOrigin'] === originOf(session.oidc.endpoint) &&
    fields['portalOrigin'] === originOf(session.portal.endpoint);
  const dead = Array.isArray(fields['dead']) ? fields['dead'].filter((hash) => typeof hash === 'string') : [];
  return { token: isBound ? parseTokenFields(fields) : null, dead };
}

/** How a refresh token is remembered without keeping it. */
export function deadMark(refreshToken: Secret): string {
  return createHash('sha256').update(refreshToken.reveal()).digest('hex');
}

function tokenFields(token: SsoToken): Record<string, unknown> {
  return {
    accessToken: token.accessToken.reveal(),
    expiresAt: token.expiresAt,
    refreshToken: token.refreshToken?.reveal(),
    clientId: token.client?.clientId,
    clientSecret: token.client?.clientSecret.reveal(),
    registrationExpiresAt: token.client?.expiresAt,
  };
}

function parseTokenFields(fields: Readonly<Record<string, unknown>>): SsoToken | null {
  const { accessToken, expiresAt, refreshToken } = fields;
  if (typeof accessToken !== 'string' || typeof expiresAt !== 'number') {
    return null;
  }
  const { clientId, clientSecret, registrationExpiresAt: ends } = fields;
  const hasClient =
    typeof clientId === 'string' && typeof clientSecret === 'string' && typeof ends === 'number';
  return {
    home: 'store',
    accessToken: new Secret(accessToken),
    expiresAt,
    refreshToken: typeof refreshToken === 'string' ? new Secret(refreshToken) : null,
    client: hasClient ? { clientId, clientSecret: new Secret(clientSecret), expiresAt: ends } : null,
  };
}

function originOf(endpoint: string): string {
  return URL.canParse(endpoint) ? new URL(endpoint).origin : endpoint;
}
