import type {
  Aws,
  ClientRegistration,
  RegisterClientRequest,
  DeviceAuthorization,
} from '../../../ports/aws.ts';
import type { RunCall, SdkConnection } from '../transport/call.ts';
import { clientConfig, quietly } from '../transport/client-config.ts';
import { RegisterClientCommand, SSOOIDCClient, StartDeviceAuthorizationCommand } from '../sdk/sso-oidc.ts';
import type {
  RegisterClientCommandInput,
  RegisterClientCommandOutput,
  StartDeviceAuthorizationCommandOutput,
} from '@aws-sdk/client-sso-oidc';
import { identify } from './create-token.ts';
import { atMost, secretToken, text, token } from './answer-checks.ts';

type Oidc = Pick<Aws, 'registerClient' | 'startDeviceAuthorization'>;

/** The calls to SSO's OIDC service but CreateToken, which create-token.ts makes, none of them signed. Brings the SDK along, so it is imported only where one is made. */
export function oidcCalls(run: RunCall): Oidc {
  return {
    registerClient: registerClient(run),
    startDeviceAuthorization: startDeviceAuthorization(run),
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
      sendsBearer: false,
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
      // A code that nobody was shown does no harm.
      repeat: 'safe',
      secrets: [registered.clientSecret],
      sendsBearer: true,
      send: (connection) =>
        client(connection).send(new StartDeviceAuthorizationCommand({ ...identify(registered), startUrl })),
      read: deviceAuthorization,
    });
}

function client(connection: SdkConnection): SSOOIDCClient {
  return quietly(() => new SSOOIDCClient(clientConfig(connection)));
}

/** RegisterClient's parameters: for the device code alone, or for PKCE (docs/wire.md, "Registrations"). */
function registerInput(request: RegisterClientRequest): RegisterClientCommandInput {
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

/** Seconds between two polls where the server does not say (RFC 8628). */
const DEFAULT_INTERVAL = 5;
/** A device code is polled for 15 minutes at most, in seconds. */
const LONGEST_DEVICE_CODE = 15 * 60;

/** A registration lasts 90 days; what a server claims beyond ten years is cut. In seconds. */
const LONGEST_REGISTRATION = 10 * 366 * 86_400;

/** `now` in epoch milliseconds. */
export function registration(output: RegisterClientCommandOutput, now: number): ClientRegistration {
  return {
    clientId: token(output.clientId, 'clientId'),
    clientSecret: secretToken(output.clientSecret, 'clientSecret'),
    expiresAt:
      atMost(output.clientSecretExpiresAt, now / 1000 + LONGEST_REGISTRATION, 'clientSecretExpiresAt') * 1000,
  };
}

export function deviceAuthorization(output: StartDeviceAuthorizationCommandOutput): DeviceAuthorization {
  const complete = output.verificationUriComplete;
  return {
    deviceCode: secretToken(output.deviceCode, 'deviceCode'),
    userCode: text(output.userCode, 'userCode'),
    verificationUri: text(output.verificationUri, 'verificationUri'),
    verificationUriComplete: complete === undefined || complete === '' ? null : complete,
    expiresIn: atMost(output.expiresIn, LONGEST_DEVICE_CODE, 'expiresIn'),
    interval: pollInterval(output.interval),
  };
}

/** Seconds between two polls: at least 1, at most 15 minutes, 5 where the server gives no number. */
function pollInterval(seconds: number | undefined): number {
  const said = typeof seconds === 'number' && Number.isFinite(seconds) ? seconds : DEFAULT_INTERVAL;
  return Math.min(Math.max(said, 1), LONGEST_DEVICE_CODE);
}
