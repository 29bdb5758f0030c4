import { type PlanContext, stsIn } from '../../core/plan/plan-context.ts';
import type { Profile } from '../../core/aws-files/config-model.ts';
import { badSetting, option, present } from '../../core/aws-files/profile-setting.ts';
import { filledSettingOf, settingOf } from '../../core/aws-files/setting-of.ts';
import {
  generatedSessionName,
  parseTags,
  ROLE_DEFAULT_SECONDS,
  ROLE_LIMITS,
  tagFault,
} from '../../core/plan/role-limits.ts';
import { accountFault, accountOf, parseArn } from '../../core/arn.ts';
import type { AssumeRoleStep, Setting } from '../../core/plan/step.ts';

/** The AssumeRole step a profile's own keys ask for; chaining, MFA sessions and options are applied by later passes. */
export function assumeRoleStep(profile: Profile, roleArn: Setting, context: PlanContext): AssumeRoleStep {
  if (parseArn(roleArn.value) === null) {
    throw badSetting(profile, 'role_arn', roleArn, {
      is: 'is not an ARN (arn:partition:service:region:account:resource)',
    });
  }
  const fault = accountFault(accountOf(roleArn.value) ?? '');
  if (fault !== null) {
    throw badSetting(profile, 'role_arn', roleArn, { is: `names an account that ${fault}` });
  }
  const own = roleSettings(profile);
  return {
    kind: 'assume-role',
    profile: profile.name,
    settings: present([['role_arn', roleArn], ...Object.entries(own)]),
    asks: own.duration_seconds === null ? ROLE_DEFAULT_SECONDS : Number(own.duration_seconds.value),
    caps: [],
    mfa: valueOf(own.mfa_serial),
    mfaProcess: valueOf(own.mfa_process),
    sts: stsIn(context, roleArn.value),
    roleArn: roleArn.value,
    roleSessionName: valueOf(own.role_session_name) ?? generatedSessionName(context.environment.user),
    externalId: valueOf(own.external_id),
    tags: profileTags(profile, own.session_tags),
    transitiveTags: own.transitive_session_tags === null ? [] : words(own.transitive_session_tags.value),
    sourceIdentity: valueOf(own.source_identity),
    policy: null,
    policyArns: [],
  };
}

/** A role's keys in the order `explain` prints them, each checked against STS's limits. */
function roleSettings(profile: Profile) {
  return {
    source_profile: settingOf(profile, 'source_profile'),
    credential_source: settingOf(profile, 'credential_source'),
    role_session_name: limited(profile, 'role_session_name', 'sessionName'),
    external_id: limited(profile, 'external_id', 'externalId'),
    duration_seconds: limited(profile, 'duration_seconds', 'duration'),
    mfa_serial: mfaSerial(profile),
    mfa_process: mfaProgram(profile),
    session_tags: filledSettingOf(profile, 'session_tags'),
    transitive_session_tags: filledSettingOf(profile, 'transitive_session_tags'),
    source_identity: limited(profile, 'source_identity', 'sourceIdentity'),
  };
}

function valueOf(setting: Setting | null): string | null {
  return setting?.value ?? null;
}

/** `role_arn` as an option: one more hop on top of a profile's plan. */
export function extraHop(profile: Profile, roleArn: string, context: PlanContext): AssumeRoleStep {
  const bare: Profile = { ...profile, properties: new Map() };
  return assumeRoleStep(bare, option(roleArn, '--role-arn'), context);
}

/**
 * The program that prints codes: `awscred_mfa_process`, aws-vault's `mfa_process`, or the YubiKey's `ykman` for the OATH
 * account that `awscred_mfa_ykman` names.
 */
export function mfaProgram(profile: Profile): Setting | null {
  const named = filledSettingOf(profile, 'awscred_mfa_process') ?? filledSettingOf(profile, 'mfa_process');
  const account = named === null ? filledSettingOf(profile, 'awscred_mfa_ykman') : null;
  if (account === null) {
    return named;
  }
  // One word, whatever is in it.
  const word = `'${account.value.replaceAll("'", `'\\''`)}'`;
  return { ...account, value: `ykman oath accounts code --single -- ${word}` };
}

/** Serial of the device a profile names; a security key is refused, since STS takes only codes. */
export function mfaSerial(profile: Profile): Setting | null {
  const serial = filledSettingOf(profile, 'mfa_serial');
  if (serial === null) {
    return null;
  }
  if (serial.value.includes(':u2f/')) {
    throw badSetting(profile, 'mfa_serial', serial, {
      is: 'is a security key, which STS cannot use (it accepts six-digit codes only)',
      hints: [
        'register a virtual MFA device (TOTP) for the user and name its serial here',
        'or sign in with the security key: awscred login --console PROFILE, or SSO (awscred setup sso)',
      ],
    });
  }
  if (!ROLE_LIMITS.serial.fits(serial.value)) {
    throw badSetting(profile, 'mfa_serial', serial, { is: ROLE_LIMITS.serial.is });
  }
  return serial;
}

function limited(profile: Profile, key: string, limit: keyof typeof ROLE_LIMITS): Setting | null {
  const setting = filledSettingOf(profile, key);
  if (setting !== null && !ROLE_LIMITS[limit].fits(setting.value)) {
    throw badSetting(profile, key, setting, { is: ROLE_LIMITS[limit].is });
  }
  return setting;
}

function profileTags(profile: Profile, setting: Setting | null): readonly (readonly [string, string])[] {
  if (setting === null) {
    return [];
  }
  const tags = parseTags(setting.value);
  const fault = tags === null ? 'is not a list of key=value, with commas between' : tagFault(tags);
  if (tags === null || fault !== null) {
    throw badSetting(profile, 'session_tags', setting, { is: fault ?? '' });
  }
  return tags;
}

function words(list: string): readonly string[] {
  return list
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');
}
