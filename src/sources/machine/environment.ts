import { jobName, withJob } from '../../core/aws-files/job-profile.ts';
import type { Profile } from '../../core/aws-files/config-model.ts';
import type { Credentials } from '../../core/credentials.ts';
import { isExchanged, shownKeyId } from '../../core/plan/key-id.ts';
import type { PlanContext } from '../../core/plan/plan-context.ts';
import type { EnvironmentStep, Setting, Step } from '../../core/plan/step.ts';
import { Secret } from '../../core/secret.ts';
import { quoted } from '../../core/text/printable.ts';
import { fromIso } from '../../core/text/time.ts';
import type { Variables } from '../../core/variables.ts';
import { AwscredError } from '../../errors.ts';
import type { RunContext, Source } from '../source.ts';
import { webIdentity } from '../web-identity/web-identity.ts';
import { OF_A_MACHINE } from './machine-source.ts';

/** Access keys in variables, for a role with `credential_source = Environment`. */
export const environment: Source<EnvironmentStep> = {
  kind: 'environment',
  ...OF_A_MACHINE,
  credentialSource: 'Environment',
  claim: () => null,
  machineStep,

  identity: () => ({ role: null, account: null, who: 'the keys of the environment' }),
  label: () => 'keys of the environment',
  digest: (step) => [step.accessKeyId, step.hasSessionToken],

  // They are there as long as the shell is: nothing is stored, and no record may stand for them.
  isKept: false,
  isLongLived: (step) => step.accessKeyId !== null && !step.hasSessionToken,
  chains: (step) => step.hasSessionToken,
  capped: (step) => step,
  limit: { why: 'the environment has no more', canAskMore: false },

  origin: () => 'environment',
  headline: () => 'keys of the environment',
  sites: () => [],
  caller: (step) => ({ ...CALLER, isUser: !step.hasSessionToken }),

  describe(step) {
    return step.accessKeyId === null
      ? 'reads AWS_ACCESS_KEY_ID, which is not set here'
      : `reads ${shownKeyId(step.accessKeyId)} from AWS_ACCESS_KEY_ID`;
  },

  run: async (step, _upstream, context) => Promise.resolve(read(step, context)),
};

const CALLER = {
  short: 'the holder of the environment’s keys',
  full: 'the holder of the environment’s keys',
  hasMfa: false,
};

/** Keys, as the AWS CLI understands it; without them a pod's role, by the token that its variables name. */
function machineStep(profile: Profile, setting: Setting, context: PlanContext): Step {
  const variables = context.environment;
  if (variables.get('AWS_ACCESS_KEY_ID') === null && POD.every((name) => variables.get(name) !== null)) {
    const pod = webIdentity.claim(podProfile(context), context)?.step;
    if (pod !== undefined) {
      return { ...pod, profile: profile.name, settings: { credential_source: setting, ...pod.settings } };
    }
  }
  return {
    kind: 'environment',
    profile: profile.name,
    settings: { credential_source: setting },
    asks: null,
    caps: [],
    mfa: null,
    accessKeyId: variables.get('AWS_ACCESS_KEY_ID'),
    hasSessionToken: tokenOf(variables) !== null,
  };
}

const POD = ['AWS_ROLE_ARN', 'AWS_WEB_IDENTITY_TOKEN_FILE'];

function podProfile({ config, environment }: PlanContext): Profile {
  const job = { kind: 'environment' } as const;
  const profile = withJob(config, job, environment).profiles.get(jobName(job));
  if (profile === undefined) {
    throw new TypeError('withJob adds the profile that jobName names');
  }
  return profile;
}

function tokenOf(variables: Variables): string | null {
  return variables.get('AWS_SESSION_TOKEN') ?? variables.get('AWS_SECURITY_TOKEN');
}

function read(step: EnvironmentStep, { ports }: RunContext): Credentials {
  const variables = ports.environment;
  const id = neededIn(step, variables, 'AWS_ACCESS_KEY_ID');
  const secret = neededIn(step, variables, 'AWS_SECRET_ACCESS_KEY');
  if (isExchanged(id, secret)) {
    throw fault(
      step,
      'AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are swapped',
      'set each to the other’s value',
    );
  }
  const token = tokenOf(variables);
  const account = variables.get('AWS_ACCOUNT_ID');
  return {
    accessKeyId: id,
    secretAccessKey: new Secret(secret),
    sessionToken: token === null ? null : new Secret(token),
    expiresAt: expiryIn(step, variables, ports.clock.now()),
    accountId: account !== null && /^\d{12}$/.test(account) ? account : null,
    arn: null,
  };
}

function neededIn(step: EnvironmentStep, variables: Variables, name: string): string {
  const value = variables.get(name);
  if (value === null) {
    throw fault(
      step,
      `${name} is not set`,
      `set ${name}, or name another credential_source or a source_profile`,
    );
  }
  if (!/^[!-~]+$/.test(value)) {
    throw fault(
      step,
      `${name} has characters that no key has`,
      `set ${name} again, without blanks and line feeds`,
    );
  }
  return value;
}

function expiryIn(step: EnvironmentStep, variables: Variables, now: number): number | null {
  const text = variables.get('AWS_CREDENTIAL_EXPIRATION');
  const time = text === null ? null : fromIso(text);
  if (time !== null && time <= now) {
    throw new AwscredError(
      'REFUSED',
      `profile ${quoted(step.profile)}: the keys of the environment have expired (AWS_CREDENTIAL_EXPIRATION)`,
      {
        hints: ['get new ones into this shell, then try again'],
        at: step.settings['credential_source'] ?? null,
      },
    );
  }
  return time;
}

function fault(step: EnvironmentStep, what: string, hint: string): AwscredError {
  return new AwscredError(
    'CONFIG',
    `profile ${quoted(step.profile)}: credential_source = Environment, but ${what}`,
    {
      hints: [hint],
      at: step.settings['credential_source'] ?? null,
    },
  );
}
