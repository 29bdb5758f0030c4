import { type Client, DEVICE_CODE, GRANT_TYPES, requireGrant } from './client-registry.ts';
import type { JsonBody } from './json-body.ts';
import { oidcError } from './oidc-error.ts';
import type { OidcState } from './oidc-state.ts';
import type { Tokens } from './sso-sessions.ts';

/** CreateToken: for a device code, an authorization code with its verifier, or a refresh token. */
export function createToken(state: OidcState, body: JsonBody): object {
  const client = state.clients.authenticate(body.text('clientId'), body.text('clientSecret'));
  const asked = body.text('grantType');
  const grant = GRANT_TYPES.find((name) => name === asked);
  if (grant === undefined) {
    throw oidcError('UnsupportedGrantTypeException', 'Unsupported grant type');
  }
  requireGrant(client, grant);
  const tokens = GRANTS[grant](state, client, body);
  return { ...tokens, tokenType: 'Bearer', idToken: null };
}

const GRANTS = {
  [DEVICE_CODE]: (state: OidcState, client: Client, body: JsonBody): Tokens => {
    state.devices.redeem(body.text('deviceCode'), client);
    return state.sessions.signIn(client);
  },
  authorization_code: (state: OidcState, client: Client, body: JsonBody): Tokens => {
    const code = body.text('code');
    const redirectUri = body.text('redirectUri');
    state.codes.redeem({ code, client, redirectUri, verifier: body.text('codeVerifier') });
    return state.sessions.signIn(client);
  },
  refresh_token: (state: OidcState, client: Client, body: JsonBody): Tokens =>
    state.sessions.refresh(body.text('refreshToken'), client),
};
