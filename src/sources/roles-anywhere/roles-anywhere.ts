import { accountOf, parseArn, roleName } from '../../core/arn.ts';
import type { Profile } from '../../core/aws-files/config-model.ts';
import { badProfile, badSetting, present } from '../../core/aws-files/profile-setting.ts';
import { filledSettingOf } from '../../core/aws-files/setting-of.ts';
import { type PlanContext, siteIn } from '../../core/plan/plan-context.ts';
import { ROLE_LIMITS } from '../../core/plan/role-limits.ts';
import type { RolesAnywhereStep, Setting } from '../../core/plan/step.ts';
import { expandHome } from '../../core/text/home-path.ts';
import { printable } from '../../core/text/printable.ts';
import { type Claim, siteDigest, type Source } from '../source.ts';
import { helperSettings } from './signing-helper.ts';

/** A role by IAM Roles Anywhere: a certificate, its key, a trust anchor that knows its issuer. */
export const rolesAnywhere: Source<RolesAnywhereStep> = {
  kind: 'rolesanywhere',
  credentialSource: null,
  claim: (profile, context) => claimed(profile, context, (key) => filledSettingOf(profile, key)),
  machineStep: () => null,

  identity({ roleArn }) {
    const role = roleName(roleArn) ?? roleArn;
    const account = accountOf(roleArn);
    return { role, account, who: `${role} in ${account ?? ''}` };
  },

  label: ({ roleArn }) => `rolesanywhere ${roleName(roleArn) ?? roleArn} in ${accountOf(roleArn) ?? '?'}`,
  digest: (step) => [
    step.roleArn,
    step.profileArn,
    step.trustAnchorArn,
    step.certificate,
    step.privateKey,
    step.chain,
    step.asks,
    step.roleSessionName,
    ...siteDigest(step.site),
  ],

  isKept: true,
  // No record holds the stamps of the certificate's files.
  hot: { result: false, chain: false },
  isLongLived: () => false,

  chains: () => true,
  capped: (step, cap) => ({
    ...step,
    asks: step.asks === null ? null : Math.min(step.asks, cap.seconds),
    caps: [...step.caps, cap],
  }),
  limit: { why: 'the Roles Anywhere profile and the role allow no more', canAskMore: true },
  narrowed(step, request, wanted) {
    const own = wanted.filter((name) => name !== '--duration' && name !== '--session-name');
    return own.length > 0
      ? null
      : {
          ...step,
          asks: request.duration ?? step.asks,
          roleSessionName: request.sessionName ?? step.roleSessionName,
        };
  },

  signIn: () => null,
  isPersonal: () => false,
  ownCode: () => null,
  needsPerson: async () => Promise.resolve(null),

  origin: () => 'certificate',
  isHop: true,
  headline: ({ roleArn }) => printable(roleArn, 300),
  describe: ({ site, isHelper }) =>
    `calls CreateSession of Roles Anywhere in ${site.region}${isHelper ? '; awscred does what aws_signing_helper would (awscred_native = false starts it)' : ''}`,
  sites: (step) => [step.site],
  caller({ roleArn }) {
    const name = printable(roleName(roleArn) ?? roleArn);
    const short = `${name} (${printable(accountOf(roleArn) ?? '?')})`;
    return { short, full: printable(roleArn), isUser: false, hasMfa: false };
  },

  async run(step, _upstream, context) {
    const { createSession } = await import('./create-session.ts');
    return createSession(step, context);
  },
};

/** The same by a `credential_process` line of aws_signing_helper whose flags awscred knows; else the program is started. */
export const signingHelper: Source<RolesAnywhereStep> = {
  ...rolesAnywhere,
  claim(profile, context) {
    const line = filledSettingOf(profile, 'credential_process');
    const isOff = filledSettingOf(profile, 'awscred_native')?.value.toLowerCase() === 'false';
    const settings = line === null || isOff ? null : helperSettings(line);
    if (settings === null || line === null) {
      return null;
    }
    const claim = claimed(profile, context, (key) => settings.get(key) ?? null);
    const step = claim?.step;
    return step?.kind === 'rolesanywhere'
      ? { step: { ...step, isHelper: true, settings: { credential_process: line } }, upstream: null }
      : null;
  },
};

type Ask = (key: string) => Setting | null;

function claimed(profile: Profile, context: PlanContext, ask: Ask): Claim | null {
  const certificate = ask('awscred_certificate');
  if (certificate === null) {
    return null;
  }
  const needed = (key: string): Setting => {
    const setting = ask(key);
    if (setting === null) {
      throw badProfile(profile, `has awscred_certificate but no ${key}`, { at: certificate });
    }
    return setting;
  };
  const anchor = arn(profile, 'awscred_trust_anchor_arn', needed);
  const path = (setting: Setting): string => pathOf(profile, setting, context);
  const [key, chain, passphraseFile] = [
    needed('awscred_private_key'),
    ask('awscred_certificate_chain'),
    ask('awscred_private_key_passphrase_file'),
  ];
  const duration = limited(profile, ask('duration_seconds'), 'duration_seconds', 'duration');
  const name = limited(profile, ask('role_session_name'), 'role_session_name', 'sessionName');
  const step: RolesAnywhereStep = {
    kind: 'rolesanywhere',
    profile: profile.name,
    settings: settingsOf(ask),
    asks: duration === null ? null : Number(duration.value),
    caps: [],
    mfa: null,
    roleArn: arn(profile, 'role_arn', needed).value,
    profileArn: arn(profile, 'awscred_profile_arn', needed).value,
    trustAnchorArn: anchor.value,
    site: siteIn(context, 'rolesanywhere', ask('region-of-helper')?.value ?? regionOf(anchor)),
    certificate: path(certificate),
    privateKey: path(key),
    chain: chain === null ? null : path(chain),
    passphraseFile: passphraseFile === null ? null : path(passphraseFile),
    roleSessionName: name?.value ?? null,
    isHelper: false,
  };
  return { step, upstream: null };
}

const SHOWN = [
  'awscred_certificate',
  'awscred_private_key',
  'awscred_certificate_chain',
  'awscred_private_key_passphrase_file',
  'awscred_trust_anchor_arn',
  'awscred_profile_arn',
  'role_arn',
  'duration_seconds',
  'role_session_name',
];

function settingsOf(ask: Ask): RolesAnywhereStep['settings'] {
  return present(SHOWN.map((key) => [key, ask(key)]));
}

function arn(profile: Profile, key: string, needed: (key: string) => Setting): Setting {
  const setting = needed(key);
  if (parseArn(setting.value) === null) {
    throw badSetting(profile, key, setting, {
      is: 'is not an ARN (arn:partition:service:region:account:resource)',
    });
  }
  return setting;
}

function regionOf({ value }: Setting): string {
  return parseArn(value)?.region ?? '';
}

function limited(
  profile: Profile,
  setting: Setting | null,
  key: string,
  limit: 'duration' | 'sessionName',
): Setting | null {
  if (setting !== null && !ROLE_LIMITS[limit].fits(setting.value)) {
    throw badSetting(profile, key, setting, { is: ROLE_LIMITS[limit].is });
  }
  return setting;
}

function pathOf(profile: Profile, setting: Setting, { environment }: PlanContext): string {
  const path = expandHome(setting.value, environment.home);
  if (!/^(?:\/|[A-Za-z]:[\\/]|\\\\)/.test(path)) {
    throw badSetting(profile, 'the file', setting, {
      is: 'is not a full path: it would depend on the current folder',
    });
  }
  return path;
}
