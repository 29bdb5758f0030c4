import { readConfig } from '../../src/core/aws-files/config.ts';
import type { Config } from '../../src/core/aws-files/config-model.ts';
import { NO_GUARDS } from '../../src/core/settings/guards.ts';
import type { Request } from '../../src/core/plan/request.ts';
import type { Settings } from '../../src/core/settings/settings.ts';
import type { Plan, Step } from '../../src/core/plan/step.ts';
import { planFor } from '../../src/flow/line/plan-for.ts';
import type { Run } from '../../src/flow/line/run.ts';
import type { Ports } from '../../src/ports/index.ts';

export const SETTINGS: Settings = {
  store: 'auto',
  signIn: 'ask',
  ssoCache: 'own',
  mfaSession: true,
  hotCache: 'on',
  audit: 'on',
  promptVariable: 'AWS_VAULT',
  promptWarning: 'on',
  waitTimeout: 300,
  keychainTimeout: 60,
  unlockFor: 3600,
  processTimeout: 60,
  samlBrowser: '',
  samlWindow: 'auto',
  samlTimeout: 300,
  trustedEndpoints: [],
  plainHttp: [],
  trustAwsFolder: false,
};

/** A request that asks for nothing special. */
export const PLAIN_REQUEST: Request = {
  region: null,
  duration: null,
  roleArn: null,
  job: null,
  externalId: null,
  allowedAccountIds: [],
  samlResponse: null,
  sessionName: null,
  sourceIdentity: null,
  tags: [],
  transitiveTags: [],
  policy: null,
  policyArns: [],
  readOnly: false,
  scopes: [],
  reason: null,
  mfaToken: null,
  mfaSession: true,
  refresh: false,
  noCache: false,
  minTtl: null,
  waitTimeout: 300,
  noBrowser: false,
  deviceCode: false,
  purpose: 'test',
  asking: 'ask',
};

export interface PlanWorld {
  readonly config?: string;
  readonly credentials?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly request?: Partial<Request>;
}

export function configOf(world: PlanWorld): Config {
  return readConfig({
    config: { path: '/home/jane/.aws/config', text: world.config ?? '' },
    credentials: { path: '/home/jane/.aws/credentials', text: world.credentials ?? '' },
  });
}

/** Plans a profile from texts alone: there is no port that could be touched, and nothing is kept. */
export function planOf(world: PlanWorld, profile: string | null): Plan {
  const environment = {
    get: (name: string) => world.env?.[name] ?? null,
    home: '/home/jane',
    platform: 'linux' as const,
    machine: 'this machine',
    user: 'jane',
  };
  const config = configOf(world);
  const run: Run = {
    ports: { environment, store: { rows: () => [], isListed: () => true } } as unknown as Ports,
    settings: SETTINGS,
    request: { ...PLAIN_REQUEST, ...world.request },
    config: () => config,
    guards: () => NO_GUARDS,
    accountName: () => null,
  };
  return planFor(run, profile);
}

/** `keys AID → role RA`: a plan in a line, for tables. */
export function inShort(plan: Plan): string {
  return plan.steps.map(short).join(' → ');
}

function short(step: Step): string {
  switch (step.kind) {
    case 'stored-keys':
      return `keys ${step.accessKeyId}${step.hasSessionToken ? '+token' : ''}`;
    case 'sso':
      return `sso ${step.session.ssoRegion} ${step.accountId}/${step.roleName}`;
    case 'mfa-session':
      return `mfa ${step.serial.split('/').at(-1) ?? ''}`;
    case 'assume-role':
      return `role ${step.roleArn.split('/').at(-1) ?? ''}${step.mfa === null ? '' : '+code'}`;
    default:
      return step.kind;
  }
}
