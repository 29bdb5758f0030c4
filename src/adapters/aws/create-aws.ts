import type { Aws } from '../../ports/aws.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Environment } from '../../ports/environment.ts';
import type { Random } from '../../ports/random.ts';
import type { Report } from '../../ports/report.ts';
import type { Terminal } from '../../ports/terminal.ts';
import { createHttp } from '../http/create-http.ts';
import type { HttpLimits } from '../http/http.ts';
import type { Lookup } from '../http/name-lookup.ts';
import type { RunCall } from './call.ts';
import { createClockSkew } from './clock-skew.ts';
import { runCall } from './run-call.ts';

export interface AwsInput {
  readonly environment: Pick<Environment, 'get'>;
  readonly clock: Clock;
  readonly random: Random;
  readonly report: Pick<Report, 'warn' | 'debug'>;
  readonly terminal: Pick<Terminal, 'available' | 'say'>;
  /** Hosts that may be called over plain http (`settings.plainHttp`). */
  readonly plainHttp: readonly string[];
  /** Epoch milliseconds at which the command must be done with calls; asked anew for each call. */
  deadline?(): number;
  readonly limits?: HttpLimits;
  readonly lookup?: Lookup;
}

export interface AwsCalls extends Aws {
  /** Milliseconds to add to the local clock to have AWS's; 0 while no server's clock was more than 5 minutes off. */
  clockOffset(): number;
}

/** AWS over the network. The SDK's three clients are each loaded with the first call that needs one. */
export function createAws(input: AwsInput): AwsCalls {
  const { clock, random, report, terminal } = input;
  const skew = createClockSkew(clock, (message) => report.warn(message));
  const http = createHttp({
    get: (name) => input.environment.get(name),
    plainHttp: input.plainHttp,
    onOverriddenTls: (message) => report.warn(message),
    ...(input.limits === undefined ? {} : { limits: input.limits }),
    ...(input.lookup === undefined ? {} : { lookup: input.lookup }),
  });
  const tools = {
    http,
    clock,
    random,
    skew,
    deadline: () => input.deadline?.() ?? Number.POSITIVE_INFINITY,
    debug: (message: string) => report.debug(message),
    slow: (message: string) => {
      if (terminal.available) {
        terminal.say(`  ${message}`);
      }
    },
  };
  return { ...lazyCalls((call) => runCall(call, tools)), clockOffset: () => skew.correction() };
}

function lazyCalls(run: RunCall): Aws {
  const sts = lazy(async () => (await import('./sts-calls.ts')).stsCalls(run));
  const portal = lazy(async () => (await import('./sso-calls.ts')).portalCalls(run));
  const oidc = lazy(async () => (await import('./oidc-calls.ts')).oidcCalls(run));
  return {
    assumeRole: async (...call) => (await sts()).assumeRole(...call),
    getSessionToken: async (...call) => (await sts()).getSessionToken(...call),
    getCallerIdentity: async (...call) => (await sts()).getCallerIdentity(...call),
    registerClient: async (...call) => (await oidc()).registerClient(...call),
    startDeviceAuthorization: async (...call) => (await oidc()).startDeviceAuthorization(...call),
    createToken: async (...call) => (await oidc()).createToken(...call),
    getRoleCredentials: async (...call) => (await portal()).getRoleCredentials(...call),
    listAccounts: async (...call) => (await portal()).listAccounts(...call),
    listAccountRoles: async (...call) => (await portal()).listAccountRoles(...call),
    logout: async (...call) => (await portal()).logout(...call),
  };
}

function lazy<T>(load: () => Promise<T>): () => Promise<T> {
  let loading: Promise<T> | null = null;
  return () => {
    loading ??= load();
    return loading;
  };
}
