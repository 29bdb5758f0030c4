import type { Secret } from '../../../core/secret.ts';
import type { SdkConnection } from '../transport/call.ts';

/** What all calls to the SSO portal have in common: none is signed, each sends the access token. */
export function portalCall(operation: string, site: SdkConnection['site'], token: Secret) {
  return { service: 'sso', operation, site, repeat: 'safe', secrets: [token], sendsBearer: true } as const;
}
