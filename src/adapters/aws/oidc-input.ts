import type { CreateTokenCommandInput, RegisterClientCommandInput } from '@aws-sdk/client-sso-oidc';

import type { Grant, RegisterClientRequest } from '../../ports/aws.ts';

/** RegisterClient's parameters: for the device code alone, or for PKCE (docs/wire.md, "Registrations"). */
export function registerInput(request: RegisterClientRequest): RegisterClientCommandInput {
  const { clientName, scopes, pkce } = request;
  return {
    clientName,
    clientType: 'public',
    ...(scopes.length === 0 ? {} : { scopes: [...scopes] }),
    ...(pkce === null
      ? {}
      : {
          redirectUris: [pkce.redirectUri],
          grantTypes: ['authorization_code', 'refresh_token'],
          issuerUrl: pkce.issuerUrl,
        }),
  };
}

/** What a grant adds to CreateToken. */
export function grantInput(grant: Grant): Omit<CreateTokenCommandInput, 'clientId' | 'clientSecret'> {
  switch (grant.type) {
    case 'device-code':
      return {
        grantType: 'urn:ietf:params:oauth:grant-type:device_code',
        deviceCode: grant.deviceCode.reveal(),
      };
    case 'authorization-code':
      return {
        grantType: 'authorization_code',
        code: grant.code.reveal(),
        codeVerifier: grant.codeVerifier.reveal(),
        redirectUri: grant.redirectUri,
      };
    case 'refresh-token':
      return { grantType: 'refresh_token', refreshToken: grant.refreshToken.reveal() };
  }
}
