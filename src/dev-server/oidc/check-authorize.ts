import type { AuthorizationRequest } from './authorization-codes.ts';
import { isRegistered } from './redirect-uri.ts';
import type { OidcState } from './oidc-state.ts';

/** A sound request; a fault the client may learn of by redirect; or one that only the page may show (RFC 6749 §4.1.2.1). */
type AuthorizeCheck =
  | { readonly request: AuthorizationRequest }
  | { readonly redirect: string }
  | { readonly fault: string };

/** Checks the query of `GET /authorize`. Nothing is ever redirected to an address the client did not register. */
export function checkAuthorize(state: OidcState, query: URLSearchParams): AuthorizeCheck {
  const client = state.clients.find(query.get('client_id') ?? '');
  if (client === null) {
    return { fault: 'The program that sent you here is not registered, or its registration has expired.' };
  }
  const redirectUri = query.get('redirect_uri') ?? '';
  if (!isRegistered(redirectUri, client.redirectUris)) {
    return { fault: 'The program that sent you here asked for a redirect it did not register.' };
  }
  const stateText = query.get('state');
  const challenge = query.get('code_challenge') ?? '';
  const problem = problemOf(query, client.grantTypes, challenge);
  if (problem !== null) {
    return { redirect: redirectWith(redirectUri, { error: problem, state: stateText }) };
  }
  return { request: { client, redirectUri, state: stateText, challenge } };
}

/** A redirect URI with parameters added; null ones are left out. */
export function redirectWith(
  redirectUri: string,
  parameters: Readonly<Record<string, string | null>>,
): string {
  const url = new URL(redirectUri);
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== null) {
      url.searchParams.set(name, value);
    }
  }
  return url.href;
}

function problemOf(query: URLSearchParams, grantTypes: readonly string[], challenge: string): string | null {
  if (!grantTypes.includes('authorization_code')) {
    return 'unauthorized_client';
  }
  if (query.get('response_type') !== 'code') {
    return 'unsupported_response_type';
  }
  const hasChallenge = query.get('code_challenge_method') === 'S256' && /^[\w-]{43}$/.test(challenge);
  return hasChallenge ? null : 'invalid_request';
}
