import { accountFault, parseArn, roleName } from '../../core/arn.ts';
import type { Profile } from '../../core/aws-files/config-model.ts';
import { badProfile, badSetting, present } from '../../core/aws-files/profile-setting.ts';
import { filledSettingOf } from '../../core/aws-files/setting-of.ts';
import { type PlanContext, stsForBearer } from '../../core/plan/plan-context.ts';
import { ROLE_LIMITS } from '../../core/plan/role-limits.ts';
import type { SamlStep, Setting } from '../../core/plan/step.ts';
import { googlePage, googleSetting, isOn } from './google-keys.ts';

/** The most that STS grants. */
const LONGEST_SECONDS = 43_200;

/** The step that a profile's keys ask for; null where they ask for none. */
export function samlStep(profile: Profile, context: PlanContext): SamlStep | null {
  const keys = keysOf(profile);
  if (keys === null) {
    return null;
  }
  const { url, role, provider, duration } = keys;
  checkUrl(profile, url);
  checkArns(profile, role, provider);
  return {
    kind: 'saml',
    profile: profile.name,
    settings: keys.settings,
    asks: duration.seconds,
    isCeiling: duration.isCeiling,
    caps: [],
    mfa: null,
    sts: stsForBearer(context, valueOf(role)),
    url: url.value,
    user: valueOf(keys.user),
    roleArn: valueOf(role),
    providerArn: valueOf(provider),
    account: valueOf(keys.account),
    policy: null,
    policyArns: [],
  };
}

function valueOf(setting: Setting | null): string | null {
  return setting?.value ?? null;
}

/** aws-google-auth's keys count only where no page of the profile's own is named. */
function keysOf(profile: Profile) {
  const own = filledSettingOf(profile, 'awscred_saml_url');
  const url = own ?? googlePage(profile);
  if (url === null) {
    return null;
  }
  const isGoogle = own === null;
  const google = (key: string): Setting | null => (isGoogle ? googleSetting(profile, key) : null);
  const role = roleOf(profile, isGoogle);
  const provider = filledSettingOf(profile, 'awscred_saml_provider_arn');
  const duration = durationOf(profile, google('duration'));
  const account = isGoogle ? accountSetting(profile) : null;
  const user = google('google_username');
  const settings = present([
    ['awscred_saml_url', own],
    ['google_config.google_idp_id', google('google_idp_id')],
    ['google_config.google_sp_id', google('google_sp_id')],
    ['google_config.google_username', user],
    ['role_arn', role],
    ['awscred_saml_provider_arn', provider],
    ['account', account],
    ['duration_seconds', duration.setting],
  ]);
  return { url, role, provider, duration, account, user, settings };
}

/** `ask_role` asks each time, whatever role was taken before. */
function roleOf(profile: Profile, isGoogle: boolean): Setting | null {
  const own = filledSettingOf(profile, 'role_arn');
  if (own !== null || !isGoogle || isOn(googleSetting(profile, 'ask_role'))) {
    return own;
  }
  return googleSetting(profile, 'role_arn');
}

function checkUrl(profile: Profile, url: Setting): void {
  const parsed = URL.canParse(url.value) ? new URL(url.value) : null;
  const isLocal =
    parsed?.protocol === 'http:' && /^(?:127\.\d+\.\d+\.\d+|localhost|\[::1\])$/.test(parsed.hostname);
  if (parsed === null || (parsed.protocol !== 'https:' && !isLocal)) {
    throw badSetting(profile, 'awscred_saml_url', url, { is: 'is not an https address' });
  }
  if (parsed.username !== '' || parsed.password !== '') {
    throw badProfile(profile, 'has an awscred_saml_url with a name or a password in it', {
      hints: ['write it without them: the page asks you'],
      at: url,
    });
  }
}

function checkArns(profile: Profile, role: Setting | null, provider: Setting | null): void {
  if (role !== null && (parseArn(role.value) === null || roleName(role.value) === null)) {
    throw badSetting(profile, 'role_arn', role, {
      is: 'is not a role’s ARN (arn:aws:iam::444455556666:role/NAME)',
    });
  }
  if (provider !== null && !/^arn:[a-z-]+:iam::\d{12}:saml-provider\/\S+$/.test(provider.value)) {
    throw badSetting(profile, 'awscred_saml_provider_arn', provider, {
      is: 'is not a SAML provider’s ARN (arn:aws:iam::444455556666:saml-provider/NAME)',
    });
  }
}

/** What a profile asks for itself is asked exactly; aws-google-auth writes the most that its user would take. */
function durationOf(profile: Profile, most: Setting | null) {
  const exact = filledSettingOf(profile, 'duration_seconds');
  const setting = exact ?? most;
  if (setting !== null && !ROLE_LIMITS.duration.fits(setting.value)) {
    const key = exact === null ? 'google_config.duration' : 'duration_seconds';
    throw badSetting(profile, key, setting, { is: ROLE_LIMITS.duration.is });
  }
  const seconds = setting === null ? LONGEST_SECONDS : Number(setting.value);
  return { setting, seconds, isCeiling: exact === null };
}

function accountSetting(profile: Profile): Setting | null {
  const account = filledSettingOf(profile, 'account');
  if (account === null || /^none$/i.test(account.value)) {
    return null;
  }
  const fault = accountFault(account.value);
  if (fault !== null) {
    throw badSetting(profile, 'account', account, { is: fault });
  }
  return account;
}
