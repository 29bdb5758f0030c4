import { credentialSourceKind } from '../../core/plan/credential-source.ts';
import type { Profile } from '../../core/aws-files/config-model.ts';
import type { Credentials } from '../../core/credentials.ts';
import { badProfile, badSetting } from '../../core/aws-files/profile-setting.ts';
import { settingOf } from '../../core/aws-files/setting-of.ts';
import type { AssumeRoleStep, PlannedStep, Setting } from '../../core/plan/step.ts';
import { AwsRefusal } from '../../errors.ts';
import { codeNeeded, mfaLock, withMfaCode } from '../../protocols/together/mfa-code.ts';
import { assumeRoleStep } from './assume-role-step.ts';
import type { Claim, PlanContext, Source } from '../source.ts';

/** A role assumed with another profile's credentials (`source_profile`) or the machine's (`credential_source`). */
export const assumeRole: Source<AssumeRoleStep> = {
  kinds: ['assume-role'],

  claim(profile, context) {
    const roleArn = settingOf(profile, 'role_arn');
    // With a token file the profile is a web identity's, even if it has a source_profile (the AWS CLI's rule).
    if (roleArn === null || profile.properties.has('web_identity_token_file')) {
      return null;
    }
    return claimed(profile, roleArn, context);
  },

  describe(step) {
    return `calls AssumeRole in ${step.sts.region} as ${step.roleSessionName}`;
  },

  async needsPerson({ mfa, mfaProcess }, context) {
    const error = codeNeeded({ serial: mfa, process: mfaProcess }, context);
    return error === null || mfa === null ? null : { error, lock: mfaLock(mfa) };
  },

  async run(step, upstream, context) {
    try {
      return await withMfaCode({ serial: step.mfa, process: step.mfaProcess }, context, async (mfa) =>
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
  return {
    step: assumeRoleStep(profile, roleArn, context),
    upstream: source === null ? null : { profile: source.value, setting: source },
    before: machine === null ? null : machineStep(profile, machine),
  };
}

function machineStep(profile: Profile, setting: Setting): PlannedStep {
  const kind = credentialSourceKind(setting.value);
  if (kind === null) {
    throw badSetting(profile, 'credential_source', setting, {
      is: 'is not one of Environment, Ec2InstanceMetadata, EcsContainer',
    });
  }
  return {
    kind,
    profile: profile.name,
    settings: { credential_source: setting },
    asks: null,
    caps: [],
    mfa: null,
    key: 'credential_source',
  };
}

function required(upstream: Credentials | null): Credentials {
  if (upstream === null) {
    throw new TypeError('an assume-role step always has a step before it');
  }
  return upstream;
}
