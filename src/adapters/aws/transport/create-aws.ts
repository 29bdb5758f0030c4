import type { Aws } from '../../../ports/aws.ts';
import type { RunCall } from './call.ts';
import { createClockSkew } from '../failure/clock-skew.ts';
import type { Iam } from '../../../ports/iam.ts';
import type { AwsInput } from './aws-input.ts';

export interface AwsCalls extends Aws {
  readonly iam: () => Promise<Iam>;
  /** Milliseconds to add to the local clock to get AWS's; 0 unless a server's clock was more than 5 minutes off. */
  clockOffset(): number;
}

/**
 * AWS over the network. Costs nothing until a call is made: the transport, and each of the SDK's three clients, are
 * loaded with the first call that needs them; the three calls of a chain need none.
 */
export function createAws(input: AwsInput): AwsCalls {
  const skew = createClockSkew(input.clock, (message) => input.report.warn(message));
  const runner = lazy(async () => {
    const [{ callRunner }, http] = await Promise.all([import('./call-runner.ts'), input.http()]);
    return callRunner(input, http, skew);
  });
  const run: RunCall = async (call) => (await runner())(call);
  const sts = lazy(async () => (await import('../calls/sts-calls.ts')).stsCalls(run));
  const createToken = lazy(async () => (await import('../calls/create-token.ts')).createToken(run));
  const roleCredentials = lazy(async () =>
    (await import('../calls/role-credentials.ts')).getRoleCredentials(run),
  );
  const assumeRole = lazy(async () => (await import('../calls/assume-role.ts')).assumeRole(run));
  const portal = lazy(async () => (await import('../calls/sso-calls.ts')).portalCalls(run));
  const oidc = lazy(async () => (await import('../calls/oidc-calls.ts')).oidcCalls(run));
  return {
    assumeRole: async (...call) => (await assumeRole())(...call),
    assumeRoleWithWebIdentity: async (...call) => (await sts()).assumeRoleWithWebIdentity(...call),
    assumeRoleWithSaml: async (...call) => (await sts()).assumeRoleWithSaml(...call),
    getSessionToken: async (...call) => (await sts()).getSessionToken(...call),
    getScopedCredentials: async (...call) => (await sts()).getScopedCredentials(...call),
    getCallerIdentity: async (...call) => (await sts()).getCallerIdentity(...call),
    getFederationToken: async (...call) => (await sts()).getFederationToken(...call),
    registerClient: async (...call) => (await oidc()).registerClient(...call),
    startDeviceAuthorization: async (...call) => (await oidc()).startDeviceAuthorization(...call),
    createToken: async (...call) => (await createToken())(...call),
    getRoleCredentials: async (...call) => (await roleCredentials())(...call),
    listAccounts: async (...call) => (await portal()).listAccounts(...call),
    listAccountRoles: async (...call) => (await portal()).listAccountRoles(...call),
    logout: async (...call) => (await portal()).logout(...call),
    iam: lazy(async () => (await import('../calls/iam-calls.ts')).iamCalls(run)),
    clockOffset: () => skew.correction(),
  };
}

function lazy<T>(load: () => Promise<T>): () => Promise<T> {
  let loading: Promise<T> | null = null;
  return () => {
    loading ??= load();
    return loading;
  };
}
