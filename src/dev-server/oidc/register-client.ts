import { type ClientRegistry, DEVICE_CODE, GRANT_TYPES, type GrantType } from './client-registry.ts';
import type { JsonBody } from './json-body.ts';
import { oidcError } from './oidc-error.ts';
import { isRegistrable } from './redirect-uri.ts';

/** RegisterClient. Without `grantTypes` a client may use the device code and refresh, nothing else. */
export function registerClient(clients: ClientRegistry, body: JsonBody): object {
  const clientName = body.text('clientName');
  if (body.text('clientType') !== 'public') {
    throw oidcError('InvalidClientMetadataException', 'Invalid client type: only "public" is supported');
  }
  const grantTypes = readGrantTypes(body);
  const redirectUris = readRedirectUris(body, grantTypes);
  const scopes = readScopes(body);
  const client = clients.register({ clientName, scopes, grantTypes, redirectUris });
  return {
    clientId: client.clientId,
    clientSecret: client.clientSecret,
    clientIdIssuedAt: client.issuedAt / 1000,
    clientSecretExpiresAt: client.expiresAt / 1000,
    authorizationEndpoint: null,
    tokenEndpoint: null,
  };
}

function readGrantTypes(body: JsonBody): readonly GrantType[] {
  const asked = body.texts('grantTypes');
  if (asked === null || asked.length === 0) {
    return [DEVICE_CODE, 'refresh_token'];
  }
  return asked.map((name) => {
    const known = GRANT_TYPES.find((grant) => grant === name);
    if (known === undefined) {
      throw oidcError('UnsupportedGrantTypeException', 'Unsupported grant type in grantTypes');
    }
    return known;
  });
}

function readRedirectUris(body: JsonBody, grantTypes: readonly GrantType[]): readonly string[] {
  const uris = body.texts('redirectUris') ?? [];
  if (!uris.every(isRegistrable)) {
    throw oidcError('InvalidRedirectUriException', 'Invalid redirect URI: http is for 127.0.0.1 only');
  }
  if (grantTypes.includes('authorization_code') && uris.length === 0) {
    throw oidcError('InvalidRedirectUriException', 'A redirect URI is required for authorization_code');
  }
  return uris;
}

function readScopes(body: JsonBody): readonly string[] {
  const scopes = body.texts('scopes') ?? [];
  if (!scopes.every((scope) => /^[A-Za-z0-9_-]+(:[A-Za-z0-9_*-]+)*$/.test(scope))) {
    throw oidcError('InvalidScopeException', 'Invalid scope');
  }
  return scopes;
}
