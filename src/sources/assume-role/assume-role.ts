import type { PlanContext } from '../../core/plan/plan-context.ts';
import { accountOf, roleName } from '../../core/arn.ts';
import type { Profile } from '../../core/aws-files/config-model.ts';
import type { Credentials } from '../../core/credentials.ts';
import { badProfile } from '../../core/aws-files/profile-setting.ts';
import { settingOf } from '../../core/aws-files/setting-of.ts';
import type { AssumeRoleStep, Setting } from '../../core/plan/step.ts';
import { AwsRefusal } from '../../errors.ts';
import { codeNeeded, mfaLock, type MfaNeed, withMfaCode } from '../../protocols/together/mfa-code.ts';
import { assumeRoleStep } from './assume-role-step.ts';
import { printable } from '../../core/text/printable.ts';
import { roleSignIn } from '../sign-in-command.ts';
import { type Claim, type RunContext, siteDigest, type Source, type Upstream } from '../source.ts';
import { withOptions } from './options.ts';

/** A role assumed with another profile's credentials (`source_profile`) or the machine's (`credential_source`). */
export const assumeRole: Source<AssumeRoleStep> = {
  kind: 'assume-role',
  credentialSource: null,

  claim(profile, context) {
    const roleArn = settingOf(profile, 'role_arn');
    // With a token file the profile is a web identity's, even if it has a source_profile (the AWS CLI's rule).
    if (roleArn === null || profile.properties.has('web_identity_token_file') || isOthers(profile)) {
      return null;
    }
    return claimed(profile, roleArn, context);
  },

  machineStep() {
    return null;
  },

  identity(step) {
    const role = roleName(step.roleArn) ?? step.roleArn;
    const account = accountOf(step.roleArn);
    return { role, account, who: `${role} in ${account ?? ''}` };
  },

  label(step) {
    return `assume-role ${roleName(step.roleArn) ?? step.roleArn} in ${accountOf(step.roleArn) ?? '?'}`;
  },

  digest(step) {
    return [
      step.roleArn,
      step.roleSessionName,
      step.externalId,
      step.asks,
      step.mfa,
      step.tags,
      [...step.transitiveTags].sort(),
      step.sourceIdentity,
      step.policy,
      step.policyArns,
      ...siteDigest(step.sts),
    ];
  },

  isKept: true,
  hot: { result: true, chain: true },
  isLongLived: () => false,

  chains: () => true,

  capped(step, cap) {
    const asks = step.asks === null ? null : Math.min(step.asks, cap.seconds);
    return { ...step, asks, caps: [...step.caps, cap] };
  },

  limit: { why: 'awscred asks AWS for no more', canAskMore: true },

  narrowed(step, request) {
    return withOptions(step, request);
  },

  console: { takesDuration: 'after long-lived keys' },

  signIn: () => null,

  isPersonal: () => false,
  ownCode(step) {
    const serial = step.settings['mfa_serial'];
    return step.mfa === null || serial === undefined
      ? null
      : {
          serial,
          process: step.settings['mfa_process'] ?? null,
          sts: step.sts,
          without: { ...step, mfa: null, mfaProcess: null },
        };
  },

  origin: () => 'assume-role',
  isHop: true,

  headline(step) {
    return printable(step.roleArn, 300);
  },

  sites: (step) => [step.sts],

  caller(step) {
    const name = printable(roleName(step.roleArn) ?? step.roleArn);
    const short = `${name} (${printable(accountOf(step.roleArn) ?? '?')})`;
    return { short, full: printable(step.roleArn), isUser: false, hasMfa: false };
  },

  describe(step) {
    return `calls AssumeRole in ${step.sts.region} as ${step.roleSessionName}`;
  },

  async needsPerson(step, context) {
    const { mfa } = step;
    const error = codeNeeded(codeOf(step, context), context);
    return error === null || mfa === null ? null : { error, lock: mfaLock(mfa) };
  },

  async run(step, upstream, context) {
    try {
      return await withMfaCode(codeOf(step, context), context, async (mfa) =>
        context.ports.aws.assumeRole(step.sts, required(upstream), {
          roleArn: step.roleArn,
          roleSessionName: step.roleSessionName,
          durationSeconds: step.asks,
          externalId: step.externalId,
          mfa,
          tags: step.tags,
          transitiveTags: step.transitiveTags,
          sourceIdentity: step.sourceIdentity,
          policy: step.policy,
          policyArns: step.policyArns,
        }),
      );
    } catch (error) {
      if (!(error instanceof AwsRefusal)) {
        throw error;
      }
      const { refusedHop } = await import('./refused-hop.ts');
      throw refusedHop(error, step, context);
    }
  },
};

function codeOf(step: AssumeRoleStep, context: RunContext): MfaNeed {
  return { serial: step.mfa, process: step.mfaProcess, login: roleSignIn(step, context) };
}

/** A role that another source assumes, by its own key: a CI's token, an assertion, a certificate. */
function isOthers({ properties }: Profile): boolean {
  const isChained = properties.has('source_profile') || properties.has('credential_source');
  return !isChained && OTHER_WAYS.some((key) => properties.has(key));
}

const OTHER_WAYS = ['awscred_web_identity', 'awscred_saml_url', 'awscred_certificate'];

function claimed(profile: Profile, roleArn: Setting, context: PlanContext): Claim {
  const source = settingOf(profile, 'source_profile');
  const machine = settingOf(profile, 'credential_source');
  if (source !== null && machine !== null) {
    throw badProfile(profile, 'contains both source_profile and credential_source', {
      hints: ['a role needs exactly one of the two'],
      at: machine,
    });
  }
  if (source === null && machine === null) {
    throw badProfile(profile, 'has role_arn but neither source_profile nor credential_source', {
      hints: ['add source_profile = NAME: the profile whose credentials may assume the role'],
      at: roleArn,
    });
  }
  return { step: assumeRoleStep(profile, roleArn, context), upstream: upstreamOf(source, machine) };
}

function upstreamOf(source: Setting | null, machine: Setting | null): Upstream | null {
  if (source !== null) {
    return { profile: source.value, setting: source };
  }
  return machine === null ? null : { credentialSource: machine };
}

function required(upstream: Credentials | null): Credentials {
  if (upstream === null) {
    throw new TypeError('an assume-role step always has a step before it');
  }
  return upstream;
}
