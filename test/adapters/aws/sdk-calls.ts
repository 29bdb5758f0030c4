// The three calls of a chain as AWS's own clients make them, in the place of ours: same transport, same checks.
import { GetRoleCredentialsCommand, SSOClient } from '@aws-sdk/client-sso';
import { CreateTokenCommand, SSOOIDCClient } from '@aws-sdk/client-sso-oidc';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import { assumeRole } from '../../../src/adapters/aws/calls/assume-role.ts';
import { createToken } from '../../../src/adapters/aws/calls/create-token.ts';
import { getRoleCredentials } from '../../../src/adapters/aws/calls/role-credentials.ts';
import { keysOf } from '../../../src/adapters/aws/calls/signing-keys.ts';
import { assumeRoleInput } from '../../../src/adapters/aws/calls/sts-inputs.ts';
import type { Call, RunCall, SdkConnection } from '../../../src/adapters/aws/transport/call.ts';
import { clientConfig, quietly } from '../../../src/adapters/aws/transport/client-config.ts';
import type { Credentials } from '../../../src/core/credentials.ts';
import type { AssumeRoleRequest, Aws } from '../../../src/ports/aws.ts';

export type Three = Pick<Aws, 'assumeRole' | 'getRoleCredentials' | 'createToken'>;

export function ourCalls(run: RunCall): Three {
  return {
    assumeRole: assumeRole(run),
    getRoleCredentials: getRoleCredentials(run),
    createToken: createToken(run),
  };
}

type Send = (connection: SdkConnection) => Promise<object>;

/** The same with what the SDK sends, and what it makes of the answer brought to the form in which ours reads it. */
export function sdkCalls(run: RunCall): Three {
  return {
    assumeRole: (site, as, request) => assumeRole(instead(run, sendRole(as, request)))(site, as, request),
    getRoleCredentials: (site, token, role) =>
      getRoleCredentials(
        instead(run, (connection) =>
          quietly(() => new SSOClient(clientConfig(connection))).send(
            new GetRoleCredentialsCommand({ accessToken: token.reveal(), ...role }),
          ),
        ),
      )(site, token, role),
    createToken: (site, client, grant) => {
      if (grant.type !== 'refresh-token') {
        throw new TypeError('only a sign-in is renewed here');
      }
      const input = {
        clientId: client.clientId,
        clientSecret: client.clientSecret.reveal(),
        grantType: 'refresh_token',
        refreshToken: grant.refreshToken.reveal(),
      };
      const send: Send = (connection) =>
        quietly(() => new SSOOIDCClient(clientConfig(connection))).send(new CreateTokenCommand(input));
      return createToken(instead(run, send))(site, client, grant);
    },
  };
}

function instead(run: RunCall, send: Send): RunCall {
  return <Output, Result>(call: Call<Output, Result>) =>
    run<Output, Result>({ ...call, send: async (connection) => (await send(connection)) as Output });
}

function sendRole(as: Credentials, request: AssumeRoleRequest): Send {
  return async (connection) => {
    const client = new STSClient({
      ...clientConfig(connection),
      credentials: keysOf(as),
      sigv4aSigningRegionSet: [],
    });
    const output = await client.send(new AssumeRoleCommand(assumeRoleInput(request)));
    const { Credentials: found, AssumedRoleUser: user } = output;
    return {
      ...(user === undefined ? {} : { AssumedRoleUser: { ...user } }),
      ...(found === undefined
        ? {}
        : { Credentials: { ...found, Expiration: found.Expiration?.toISOString() } }),
    };
  };
}
