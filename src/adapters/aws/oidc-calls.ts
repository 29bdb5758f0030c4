import type { Secret } from '../../core/secret.ts';
import type { Aws, ClientRegistration, Grant } from '../../ports/aws.ts';
import type { RunCall, SdkConnection } from './call.ts';
import { clientConfig, quietly } from './client-config.ts';
import { deviceAuthorization, registration, ssoTokens } from './oidc-answers.ts';
import { grantInput, registerInput } from './oidc-input.ts';
import type { Repeat } from './retry-policy.ts';
import {
  CreateTokenCommand,
  RegisterClientCommand,
  SSOOIDCClient,
  StartDeviceAuthorizationCommand,
} from './sdk/sso-oidc.ts';

type Oidc = Pick<Aws, 'registerClient' | 'startDeviceAuthorization' | 'createToken'>;

/** The calls to SSO's OIDC service, none of them signed. Brings the SDK along, so it is imported only where one is made. */
export function oidcCalls(run: RunCall): Oidc {
  return {
    registerClient: registerClient(run),
    startDeviceAuthorization: startDeviceAuthorization(run),
    createToken: createToken(run),
  };
}

function registerClient(run: RunCall): Oidc['registerClient'] {
  return (site, request) =>
    run({
      service: 'sso-oidc',
      operation: 'RegisterClient',
      site,
      repeat: 'safe',
      secrets: [],
      send: (connection) => client(connection).send(new RegisterClientCommand(registerInput(request))),
      read: registration,
    });
}

function startDeviceAuthorization(run: RunCall): Oidc['startDeviceAuthorization'] {
  return (site, registered, startUrl) =>
    run({
      service: 'sso-oidc',
      operation: 'StartDeviceAuthorization',
      site,
      // One that nobody was shown does no harm.
      repeat: 'safe',
      secrets: [registered.clientSecret],
      send: (connection) =>
        client(connection).send(new StartDeviceAuthorizationCommand({ ...identify(registered), startUrl })),
      read: deviceAuthorization,
    });
}

function createToken(run: RunCall): Oidc['createToken'] {
  return (site, registered, grant) =>
    run({
      service: 'sso-oidc',
      operation: 'CreateToken',
      site,
      repeat: REPEAT[grant.type],
      secrets: [registered.clientSecret, ...secretsIn(grant)],
      send: (connection) =>
        client(connection).send(new CreateTokenCommand({ ...identify(registered), ...grantInput(grant) })),
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

function identify({ clientId, clientSecret }: ClientRegistration): {
  clientId: string;
  clientSecret: string;
} {
  return { clientId, clientSecret: clientSecret.reveal() };
}

function client(connection: SdkConnection): SSOOIDCClient {
  return quietly(() => new SSOOIDCClient(clientConfig(connection)));
}
