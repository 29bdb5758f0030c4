import { jobName, withJob } from '../../core/aws-files/job-profile.ts';
import type { Profile } from '../../core/aws-files/config-model.ts';
import { shownKeyId } from '../../core/plan/key-id.ts';
import type { PlanContext } from '../../core/plan/plan-context.ts';
import type { EnvironmentStep, Setting, Step } from '../../core/plan/step.ts';
import { settingOf } from '../../core/aws-files/setting-of.ts';
import type { Claim, Source } from '../source.ts';
import { webIdentity } from '../web-identity/web-identity.ts';
import { environmentToken } from './environment-token.ts';
import { OF_A_MACHINE } from './machine-source.ts';

/** Access keys in variables, for a role with `credential_source = Environment`. */
export const environment: Source<EnvironmentStep> = {
  kind: 'environment',
  ...OF_A_MACHINE,
  credentialSource: 'Environment',
  claim: ofJob,
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

  async run(step, _upstream, context) {
    const { readEnvironmentKeys } = await import('./read-environment.ts');
    return readEnvironmentKeys(step, context);
  },
};

const CALLER = {
  short: 'the holder of the environment’s keys',
  full: 'the holder of the environment’s keys',
  hasMfa: false,
};

/** `--from-env`: the keys of a job, without any profile. A file cannot ask for them so. */
function ofJob(profile: Profile, context: PlanContext): Claim | null {
  const setting = settingOf(profile, 'awscred_source');
  return setting?.value === 'environment' && setting.from !== undefined
    ? { step: machineStep(profile, setting, context), upstream: null }
    : null;
}

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
    hasSessionToken: environmentToken(variables) !== null,
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
