import { type PlanContext, siteIn } from '../../core/plan/plan-context.ts';
import type { Config, Profile, Section } from '../../core/aws-files/config-model.ts';
import { accountFault } from '../../core/arn.ts';
import { badProfile, badSetting, present, quotesHint } from '../../core/aws-files/profile-setting.ts';
import { ignoredSection } from '../../core/aws-files/ignored-section.ts';
import { filledSettingOf } from '../../core/aws-files/setting-of.ts';
import { printable, printableValue, quoted } from '../../core/text/printable.ts';
import { meantHint } from '../../core/aws-files/profile-choice.ts';
import { nearest } from '../../core/text/nearest.ts';
import { checkRegion } from '../../core/endpoint/region.ts';
import { soundSection } from '../../core/aws-files/sound-section.ts';
import type { Setting, SsoSession, SsoStep } from '../../core/plan/step.ts';
import { AwscredError } from '../../errors.ts';

/** The SSO step a profile asks for; every missing key is named. */
export function ssoStep(profile: Profile, context: PlanContext): SsoStep {
  const session = ssoSession(profile, context);
  const accountId = filledSettingOf(profile, 'sso_account_id');
  const roleName = filledSettingOf(profile, 'sso_role_name');
  if (accountId === null || roleName === null) {
    const there = accountId === null ? 'sso_role_name' : 'sso_account_id';
    const missing = accountId === null ? 'sso_account_id' : 'sso_role_name';
    throw badProfile(profile, `has ${there} but no ${missing}`, {
      hints: [`add ${missing} = …: SSO needs both to give credentials`],
      at: accountId ?? roleName,
    });
  }
  checkNames(profile, accountId, roleName);
  return {
    kind: 'sso',
    profile: profile.name,
    settings: present([
      ['sso_session', filledSettingOf(profile, 'sso_session')],
      ['sso_start_url', session.settings.startUrl],
      ['sso_region', session.settings.ssoRegion],
      ['sso_registration_scopes', session.settings.scopes],
      ['sso_account_id', accountId],
      ['sso_role_name', roleName],
    ]),
    asks: null,
    caps: [],
    mfa: null,
    session: session.session,
    accountId: accountId.value,
    roleName: roleName.value,
    portal: session.session.portal,
  };
}

/** What the portal would refuse with few words. */
function checkNames(profile: Profile, account: Setting, role: Setting): void {
  const isQuoted = quotesHint(account).length > 0;
  const fault = isQuoted ? 'is not 12 digits' : accountFault(account.value);
  if (fault !== null) {
    throw badSetting(profile, 'sso_account_id', account, { is: fault });
  }
  if (quotesHint(role).length > 0) {
    throw badSetting(profile, 'sso_role_name', role, { is: "is not a permission set's name" });
  }
  const [key, setting] = account.value.includes('\n') ? ['sso_account_id', account] : ['sso_role_name', role];
  if (setting.value.includes('\n')) {
    throw badSetting(profile, key, setting, { is: 'goes on in the next line, which is indented' });
  }
}

interface Found {
  readonly session: SsoSession;
  readonly settings: {
    readonly startUrl: Setting;
    readonly ssoRegion: Setting;
    readonly scopes: Setting | null;
  };
}

/** The session a profile signs in to: its `[sso-session]`, or itself where it is a legacy one. */
function ssoSession(profile: Profile, context: PlanContext): Found {
  const name = filledSettingOf(profile, 'sso_session');
  if (name === null) {
    return sessionFrom(profile, { name: null, profile: profile.name, context });
  }
  const section = context.config.ssoSessions.get(name.value);
  if (section === undefined) {
    throw badSetting(profile, 'sso_session', name, {
      is: 'does not exist: there is no such [sso-session] section',
      hints: [...ignoredSection(context.config, name.value), ...sessionNames(name.value, context.config)],
    });
  }
  const found = sessionFrom(section, { name: name.value, profile: profile.name, context });
  agree(profile, 'sso_start_url', found.settings.startUrl);
  agree(profile, 'sso_region', found.settings.ssoRegion);
  return found;
}

/** A session by its section alone (`awscred login SESSION`) or by a legacy profile's own keys. */
export function sessionFrom(
  section: Section,
  owner: { readonly name: string | null; readonly profile: string; readonly context: PlanContext },
): Found {
  soundSection(section, owner.name === null ? 'profile' : 'sso-session');
  const startUrl = needed(section, 'sso_start_url', owner.name);
  const ssoRegion = needed(section, 'sso_region', owner.name);
  checkRegion(ssoRegion, `${title(section, owner.name)}: sso_region`);
  checkStartUrl(startUrl, title(section, owner.name));
  const scopes = filledSettingOf(section, 'sso_registration_scopes');
  const session: SsoSession = {
    name: owner.name,
    startUrl: startUrl.value,
    ssoRegion: ssoRegion.value,
    scopes:
      scopes === null
        ? []
        : scopes.value
            .split(',')
            .map((scope) => scope.trim())
            .filter(Boolean),
    oidc: siteIn(owner.context, 'sso-oidc', ssoRegion.value),
    portal: siteIn(owner.context, 'sso', ssoRegion.value),
    profile: owner.profile,
  };
  return { session, settings: { startUrl, ssoRegion, scopes } };
}

function needed(section: Section, key: string, session: string | null): Setting {
  const setting = filledSettingOf(section, key);
  if (setting === null) {
    throw new AwscredError('CONFIG', `${title(section, session)} has no ${key}, which SSO needs`, {
      at: section,
    });
  }
  return setting;
}

/** AWS's sign-in is https; plain http is accepted on loopback only, for the local AWS. */
function checkStartUrl(setting: Setting, owner: string): void {
  const loopback = /^http:\/\/(?:127\.\d+\.\d+\.\d+|localhost|\[::1\])(?::\d+)?(?:\/|$)/i;
  if (!/^https:\/\/[^/]/i.test(setting.value) && !loopback.test(setting.value)) {
    throw new AwscredError(
      'CONFIG',
      `${owner}: sso_start_url = ${printableValue(setting.value, 80)} is not an https address`,
      {
        at: setting,
      },
    );
  }
}

/** A profile may repeat what its session says; different values are an error (the AWS CLI's rule). */
function agree(profile: Profile, key: string, inSession: Setting): void {
  const own = filledSettingOf(profile, key);
  if (own !== null && own.value !== inSession.value) {
    throw badSetting(profile, key, own, {
      is: `differs from its sso-session's ${printableValue(inSession.value, 80)} (${inSession.file ?? ''}:${inSession.line ?? 0})`,
      hints: [`remove ${key} from the profile: the session has it`],
    });
  }
}

function title(section: Section, session: string | null): string {
  return session === null ? `profile ${quoted(section.name)}` : `sso-session ${quoted(session)}`;
}

function sessionNames(name: string, config: Config): readonly string[] {
  const near = nearest(name, [...config.ssoSessions.keys()]);
  if (near.length > 0) {
    return [meantHint(near)];
  }
  const names = [...config.ssoSessions.keys()].slice(0, 5).map((one) => printable(one, 40));
  return names.length === 0 ? ['add an [sso-session NAME] section'] : [`there are: ${names.join(', ')}`];
}
