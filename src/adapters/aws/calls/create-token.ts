import type { CreateTokenCommandInput, CreateTokenCommandOutput } from '@aws-sdk/client-sso-oidc';
import type { Secret } from '../../../core/secret.ts';
import type { Aws, ClientRegistration, Grant, SsoTokens } from '../../../ports/aws.ts';
import type { RunCall } from '../transport/call.ts';
import { jsonCall } from '../transport/json-call.ts';
import type { Repeat } from '../transport/retry-policy.ts';
import { atMost, secretToken } from './answer-checks.ts';

/**
 * The call that renews a sign-in each hour: one POST. The SDK's client for it takes ten times as long to load
 * (docs/performance.md); `test/adapters/aws/sdk-differential.test.ts` holds the two against each other.
 */
export function createToken(run: RunCall): Aws['createToken'] {
  return (site, registered, grant) =>
    run({
      service: 'sso-oidc',
      operation: 'CreateToken',
      site,
      repeat: REPEAT[grant.type],
      secrets: [registered.clientSecret, ...secretsIn(grant)],
      sendsBearer: true,
      send: async (connection) =>
        jsonCall(connection, { path: '/token', body: { ...identify(registered), ...grantInput(grant) } }),
      read: ssoTokens,
    });
}

const REPEAT: Readonly<Record<Grant['type'], Repeat>> = {
  // The caller polls.
  'device-code': 'never',
  'authorization-code': 'unless-sent',
  'refresh-token': 'safe',
};

function secretsIn(grant: Grant): readonly Secret[] {
  return Object.values(grant).filter((value) => typeof value !== 'string');
}

/** A registered client, as each call of the service names it. */
export function identify({ clientId, clientSecret }: ClientRegistration): {
  clientId: string;
  clientSecret: string;
} {
  return { clientId, clientSecret: clientSecret.reveal() };
}

/** What a grant adds to CreateToken. */
function grantInput(grant: Grant): Omit<CreateTokenCommandInput, 'clientId' | 'clientSecret'> {
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

/** The longest sign-in of an Identity Center instance, in seconds. */
const LONGEST_SIGN_IN = 90 * 86_400;

/** The answer is a server's: each field is checked for its type too. */
export function ssoTokens(
  output: Pick<CreateTokenCommandOutput, 'accessToken' | 'expiresIn' | 'refreshToken'>,
): SsoTokens {
  const refreshToken = output.refreshToken;
  return {
    accessToken: secretToken(output.accessToken, 'accessToken'),
    expiresIn: atMost(output.expiresIn, LONGEST_SIGN_IN, 'expiresIn'),
    refreshToken:
      refreshToken === undefined || refreshToken === '' ? null : secretToken(refreshToken, 'refreshToken'),
  };
}
