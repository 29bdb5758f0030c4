import type { Profile } from '../core/aws-files/config-model.ts';
import { badProfile, present } from '../core/aws-files/profile-setting.ts';
import { filledSettingOf, settingOf } from '../core/aws-files/setting-of.ts';
import type { PlannedStep } from '../core/plan/step.ts';
import { AwscredError } from '../errors.ts';
import type { Source } from './source.ts';

/** A way of getting credentials that is planned and explained already; running it is exit 2 naming the key. */
function planned(
  kind: PlannedStep['kind'],
  key: string,
  alongside: readonly string[] = [],
): Source<PlannedStep> {
  return {
    kinds: [kind],

    claim(profile) {
      const setting = settingOf(profile, key);
      if (setting === null) {
        return null;
      }
      const settings = present(
        [key, ...alongside].map((name) => [name, filledSettingOf(profile, name)] as const),
      );
      const step: PlannedStep = {
        kind,
        profile: profile.name,
        settings,
        asks: null,
        caps: [],
        mfa: null,
        key,
      };
      return { step, upstream: null, before: null };
    },

    describe() {
      return `is asked for by ${key}, which this version plans but does not run`;
    },

    async run(step) {
      return Promise.reject(unsupported(step));
    },
  };
}

function unsupported(step: PlannedStep): AwscredError {
  const setting = step.settings[step.key] ?? null;
  return new AwscredError(
    'UNSUPPORTED',
    `profile ${step.profile}: ${step.key} is not supported by this version yet`,
    {
      hints: ['awscred runs roles, SSO and access keys today; `awscred explain` shows the whole plan'],
      at: setting,
    },
  );
}

const webIdentityRow = planned('web-identity', 'web_identity_token_file', ['role_arn', 'role_session_name']);

/** Needs `role_arn` in the same profile. */
export const webIdentity: Source<PlannedStep> = {
  ...webIdentityRow,
  claim(profile: Profile, context) {
    const claim = webIdentityRow.claim(profile, context);
    if (claim !== null && filledSettingOf(profile, 'role_arn') === null) {
      throw badProfile(profile, 'has web_identity_token_file but no role_arn', {
        at: settingOf(profile, 'web_identity_token_file'),
      });
    }
    return claim;
  },
};

export const ciWebIdentity = planned('web-identity', 'awscred_web_identity', ['role_arn']);
export const saml = planned('saml', 'awscred_saml_url', ['role_arn']);
export const rolesAnywhere = planned('rolesanywhere', 'awscred_certificate', [
  'awscred_trust_anchor_arn',
  'awscred_profile_arn',
  'role_arn',
]);
export const loginSession = planned('login', 'login_session');
export const credentialProcess = planned('credential-process', 'credential_process');

/** `credential_source` steps: assume-role plans them, nothing claims them by itself. */
export const machine: Source<PlannedStep> = {
  ...planned('instance', 'credential_source'),
  kinds: ['instance', 'container', 'environment'],
  claim() {
    return null;
  },
};
