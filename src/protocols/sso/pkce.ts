import { withoutTrailing } from '../../core/text/without-trailing.ts';
import { createHash } from 'node:crypto';
import { Secret } from '../../core/secret.ts';
import type { Random } from '../../ports/random.ts';

/** The path of the redirect; it is registered without a port, any port is accepted on loopback. */
export const CALLBACK_PATH = '/oauth/callback';

/** A code verifier of RFC 7636: 64 characters of `[A-Za-z0-9_-]`, 384 random bits. */
export function newVerifier(random: Random): Secret {
  return new Secret(base64url(random.bytes(48)));
}

/** The `state` that ties an answer to this request: 256 random bits, base64url. */
export function newState(random: Random): string {
  return base64url(random.bytes(32));
}

/** Method S256: base64url of the verifier's SHA-256, without padding. */
export function challengeOf(verifier: Secret): string {
  return createHash('sha256').update(verifier.reveal(), 'ascii').digest('base64url');
}

interface AuthorizeRequest {
  /** Base URL of the OIDC service in use. */
  readonly oidcEndpoint: string;
  readonly clientId: string;
  /** With the port, and the same text at the exchange. */
  readonly redirectUri: string;
  readonly state: string;
  readonly challenge: string;
  readonly scopes: readonly string[];
}

/** The address a person signs in at. AWS's parameter is `scopes`, plural (docs/wire.md, "Browser sign-in"). */
export function authorizeUrl(request: AuthorizeRequest): string {
  const query: readonly (readonly [string, string])[] = [
    ['response_type', 'code'],
    ['client_id', request.clientId],
    ['redirect_uri', request.redirectUri],
    ['state', request.state],
    ['code_challenge_method', 'S256'],
    ['scopes', request.scopes.join(' ')],
    ['code_challenge', request.challenge],
  ];
  // encodeURIComponent writes a blank as %20; URLSearchParams would write a plus.
  const text = query.map(([key, value]) => `${key}=${encodeURIComponent(value)}`).join('&');
  return `${withoutTrailing(request.oidcEndpoint, '/')}/authorize?${text}`;
}

function base64url(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url');
}
