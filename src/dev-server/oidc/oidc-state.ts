import type { World } from '../world/world.ts';
import type { AuthorizationCodes } from './authorization-codes.ts';
import type { ClientRegistry } from './client-registry.ts';
import type { DeviceCodes } from './device-codes.ts';
import type { SsoSessions } from './sso-sessions.ts';

/** What SSO-OIDC and its pages know and remember. */
export interface OidcState {
  readonly world: World;
  readonly clients: ClientRegistry;
  readonly devices: DeviceCodes;
  readonly codes: AuthorizationCodes;
  readonly sessions: SsoSessions;
  /** `http://127.0.0.1:PORT`, known once the server listens. */
  baseUrl(): string;
}
