import type {
  CreateTokenCommandOutput,
  RegisterClientCommandOutput,
  StartDeviceAuthorizationCommandOutput,
} from '@aws-sdk/client-sso-oidc';

import type { ClientRegistration, DeviceAuthorization, SsoTokens } from '../../ports/aws.ts';
import { positive, secretToken, text, token } from './answer-checks.ts';

/** Seconds between two polls where the server does not say (RFC 8628). */
const DEFAULT_INTERVAL = 5;
/** A device code is polled for 15 minutes at most, in seconds. */
const LONGEST_DEVICE_CODE = 15 * 60;

export function registration(output: RegisterClientCommandOutput): ClientRegistration {
  return {
    clientId: token(output.clientId, 'clientId'),
    clientSecret: secretToken(output.clientSecret, 'clientSecret'),
    expiresAt: positive(output.clientSecretExpiresAt, 'clientSecretExpiresAt') * 1000,
  };
}

export function deviceAuthorization(output: StartDeviceAuthorizationCommandOutput): DeviceAuthorization {
  const complete = output.verificationUriComplete;
  return {
    deviceCode: secretToken(output.deviceCode, 'deviceCode'),
    userCode: text(output.userCode, 'userCode'),
    verificationUri: text(output.verificationUri, 'verificationUri'),
    verificationUriComplete: complete === undefined || complete === '' ? null : complete,
    expiresIn: Math.min(positive(output.expiresIn, 'expiresIn'), LONGEST_DEVICE_CODE),
    interval: Math.min(Math.max(output.interval ?? DEFAULT_INTERVAL, 1), LONGEST_DEVICE_CODE),
  };
}

export function ssoTokens(output: CreateTokenCommandOutput): SsoTokens {
  const refreshToken = output.refreshToken;
  return {
    accessToken: secretToken(output.accessToken, 'accessToken'),
    expiresIn: positive(output.expiresIn, 'expiresIn'),
    refreshToken:
      refreshToken === undefined || refreshToken === '' ? null : secretToken(refreshToken, 'refreshToken'),
  };
}
