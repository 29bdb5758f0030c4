import { DEVICE_CODE, requireGrant } from './client-registry.ts';
import { DEVICE_CODE_SECONDS } from './device-codes.ts';
import type { JsonBody } from './json-body.ts';
import { oidcError } from './oidc-error.ts';
import type { OidcState } from './oidc-state.ts';

/** StartDeviceAuthorization, for the world's start URL only. */
export function startDeviceAuthorization(state: OidcState, body: JsonBody): object {
  const client = state.clients.authenticate(body.text('clientId'), body.text('clientSecret'));
  requireGrant(client, DEVICE_CODE);
  if (!isSameStartUrl(body.text('startUrl'), state.world.sso?.startUrl ?? null)) {
    throw oidcError('InvalidRequestException', 'Invalid start URL provided');
  }
  const code = state.devices.start(client, state.world.autoApprove);
  const verificationUri = `${state.baseUrl()}/device`;
  return {
    deviceCode: code.deviceCode,
    userCode: code.userCode,
    verificationUri,
    verificationUriComplete: `${verificationUri}?user_code=${code.userCode}`,
    expiresIn: DEVICE_CODE_SECONDS,
    interval: code.interval,
  };
}

/** People write `/start`, `/start/` and `/start/#/` for the same portal. */
function isSameStartUrl(given: string, known: string | null): boolean {
  return known !== null && bare(given) === bare(known);
}

function bare(startUrl: string): string {
  return startUrl.replace(/\/?(?:#\/?)?$/, '');
}
