import type { Call } from './call-log.ts';
import type { IamState } from './iam/handle-iam.ts';
import { FaultRules } from './faults/fault-rule.ts';
import { AuthorizationCodes } from './oidc/authorization-codes.ts';
import { ClientRegistry } from './oidc/client-registry.ts';
import { DeviceCodes } from './oidc/device-codes.ts';
import { MachineState } from './machine/machine-state.ts';
import type { OidcState } from './oidc/oidc-state.ts';
import { SsoSessions } from './oidc/sso-sessions.ts';
import type { PortalState } from './portal/portal-operations.ts';
import type { SamlState } from './saml/assume-role-with-saml.ts';
import { SamlProviders } from './saml/saml-providers.ts';
import type { ServerClock } from './server-clock.ts';
import { KeyRing } from './sts/key-ring.ts';
import { MfaCodes } from './sts/mfa-codes.ts';
import { ConsoleSessions } from './signin/console-sessions.ts';
import { SigninTokens } from './signin/federation.ts';
import { DpopProofs } from './signin/dpop-proofs.ts';
import type { SignInState } from './signin/sign-in-routes.ts';
import type { WebIdentityState } from './web-identity/assume-role-with-web-identity.ts';
import { OidcIssuers } from './web-identity/oidc-issuers.ts';
import type { World } from './world/world.ts';

/** Everything the local AWS knows and remembers, in memory only. */
export interface State extends IamState, WebIdentityState, SamlState, OidcState, PortalState, SignInState {
  readonly machine: MachineState;
  readonly faults: FaultRules;
  readonly calls: Call[];
  /** Host names that the server answers to, besides loopback's. */
  readonly alsoAs: readonly string[];
}

interface StateInput {
  readonly world: World;
  readonly clock: ServerClock;
  readonly refreshGraceMs: number;
  readonly pageSize: number;
  readonly alsoAs: readonly string[];
  baseUrl(): string;
}

export function createState(input: StateInput): State {
  const { world, clock } = input;
  const keys = new KeyRing(world, clock);
  return {
    world,
    clock,
    keys,
    machine: new MachineState(clock, keys),
    pageSize: input.pageSize,
    baseUrl: () => input.baseUrl(),
    mfa: new MfaCodes(),
    console: new ConsoleSessions(clock),
    proofs: new DpopProofs(clock),
    signinTokens: new SigninTokens(clock),
    issuers: new OidcIssuers(world.oidc, clock),
    saml: new SamlProviders(world.saml, clock),
    clients: new ClientRegistry(clock),
    devices: new DeviceCodes(clock),
    codes: new AuthorizationCodes(clock),
    sessions: new SsoSessions(clock, input.refreshGraceMs),
    faults: new FaultRules(),
    calls: [],
    reports: new Map(),
    alsoAs: input.alsoAs,
  };
}
