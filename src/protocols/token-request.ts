import type { Request } from '../core/request.ts';
import type { Secret } from '../core/secret.ts';
import type { Settings } from '../core/settings.ts';
import type { Ports } from '../ports/index.ts';
import { lockWait } from './lock-wait.ts';
import type { TokenRequest } from './sso-token.ts';

/** What a command's options and the settings say of getting an SSO token. */
export function tokenRequest(
  ports: Pick<Ports, 'terminal' | 'report'>,
  request: Request,
  settings: Settings,
  rejected: Secret | null = null,
): TokenRequest {
  const { asking, noBrowser, deviceCode } = request;
  return {
    signIn: { asking, noBrowser, deviceCode },
    ssoCache: settings.ssoCache,
    // Planning has refused every place but AWS's own, loopback and `trusted_endpoints` (core/endpoint-trust.ts).
    mayReceiveForeignToken: () => true,
    lock: lockWait(ports, request),
    ...(rejected === null ? {} : { rejected }),
  };
}
