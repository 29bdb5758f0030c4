import { accountOf, parseArn, roleName } from '../../core/arn.ts';
import type { Profile } from '../../core/aws-files/config-model.ts';
import { badProfile, badSetting, present } from '../../core/aws-files/profile-setting.ts';
import { filledSettingOf } from '../../core/aws-files/setting-of.ts';
import { tokenWords } from '../../core/plan/identity-token.ts';
import { type PlanContext, stsForBearer } from '../../core/plan/plan-context.ts';
import { generatedSessionName, ROLE_DEFAULT_SECONDS, ROLE_LIMITS } from '../../core/plan/role-limits.ts';
import type { Setting, WebIdentityStep } from '../../core/plan/step.ts';
import { printable } from '../../core/text/printable.ts';
import { withRoleOptions } from '../assume-role/options.ts';
import { type Claim, siteDigest, type Source } from '../source.ts';
import { ciToken, fileToken } from './token-setting.ts';

/** A role assumed with the token of an OIDC provider: `web_identity_token_file`, or a CI's (`awscred_web_identity`). */
export const webIdentity: Source<WebIdentityStep> = {
  kind: 'web-identity',
  credentialSource: null,
  claim: claimed,
  machineStep: () => null,

  identity({ roleArn }) {
    const role = roleName(roleArn) ?? roleArn;
    const account = accountOf(roleArn);
    return { role, account, who: `${role} in ${account ?? ''}` };
  },

  label: ({ roleArn }) => `web-identity ${roleName(roleArn) ?? roleArn} in ${accountOf(roleArn) ?? '?'}`,

  digest: (step) => [
    step.roleArn,
    step.roleSessionName,
    step.asks,
    step.policy,
    step.policyArns,
    step.token,
    step.job,
    ...siteDigest(step.sts),
  ],

  isKept: true,
  // No record holds the variables that tell one job from another.
  hot: { result: false, chain: false },
  isLongLived: () => false,

  chains: () => true,
  capped: (step, cap) => ({
    ...step,
    asks: step.asks === null ? null : Math.min(step.asks, cap.seconds),
    caps: [...step.caps, cap],
  }),
  limit: { why: 'awscred asks AWS for no more', canAskMore: true },
  narrowed: (step, request) => withRoleOptions(step, request),
  console: { takesDuration: 'always' },

  signIn: () => null,
  isPersonal: () => false,
  ownCode: () => null,
  needsPerson: async () => Promise.resolve(null),

  origin: ({ token }) => (token.how === 'file' ? 'token file' : tokenWords(token)),
  isHop: true,
  headline: ({ roleArn }) => printable(roleArn, 300),

  describe({ sts, roleSessionName, token }) {
    return `calls AssumeRoleWithWebIdentity in ${sts.region} as ${roleSessionName}, with ${tokenWords(token)}`;
  },

  sites: (step) => [step.sts],

  caller({ roleArn }) {
    const name = printable(roleName(roleArn) ?? roleArn);
    const short = `${name} (${printable(accountOf(roleArn) ?? '?')})`;
    return { short, full: printable(roleArn), isUser: false, hasMfa: false };
  },

  async run(step, _upstream, context) {
    const { assumeWithToken } = await import('./assume-with-token.ts');
    return assumeWithToken(step, context);
  },
};

function claimed(profile: Profile, context: PlanContext): Claim | null {
  const file = filledSettingOf(profile, 'web_identity_token_file');
  const ci = filledSettingOf(profile, 'awscred_web_identity');
  const [key, setting] =
    file === null ? (['awscred_web_identity', ci] as const) : (['web_identity_token_file', file] as const);
  if (setting === null) {
    return null;
  }
  const roleArn = filledSettingOf(profile, 'role_arn');
  if (roleArn === null) {
    throw badProfile(profile, `has ${key} but no role_arn`, { at: setting });
  }
  const named = file === null ? ciToken(profile, setting, context) : fileToken(profile, setting, context);
  return {
    step: { ...stepOf(profile, roleArn, context), ...named, settings: settingsOf(profile) },
    upstream: null,
  };
}

function settingsOf(profile: Profile): WebIdentityStep['settings'] {
  return present(
    [
      'role_arn',
      'web_identity_token_file',
      'awscred_web_identity',
      'awscred_web_identity_audience',
      'role_session_name',
      'duration_seconds',
    ].map((key) => [key, filledSettingOf(profile, key)]),
  );
}

function stepOf(profile: Profile, roleArn: Setting, context: PlanContext) {
  if (parseArn(roleArn.value) === null || roleName(roleArn.value) === null) {
    throw badSetting(profile, 'role_arn', roleArn, {
      is: 'is not a role’s ARN (arn:aws:iam::444455556666:role/NAME)',
    });
  }
  const name = limited(profile, 'role_session_name', 'sessionName');
  const seconds = limited(profile, 'duration_seconds', 'duration');
  return {
    kind: 'web-identity',
    profile: profile.name,
    asks: seconds === null ? ROLE_DEFAULT_SECONDS : Number(seconds.value),
    caps: [],
    mfa: null,
    sts: stsForBearer(context, roleArn.value),
    roleArn: roleArn.value,
    roleSessionName: name?.value ?? generatedSessionName(context.environment.user),
    policy: null,
    policyArns: [],
  } as const;
}

function limited(profile: Profile, key: string, limit: 'sessionName' | 'duration'): Setting | null {
  const setting = filledSettingOf(profile, key);
  if (setting !== null && !ROLE_LIMITS[limit].fits(setting.value)) {
    throw badSetting(profile, key, setting, { is: ROLE_LIMITS[limit].is });
  }
  return setting;
}
