import type { Profile } from '../core/aws-files/config-model.ts';
import { accountOf, roleName } from '../core/arn.ts';
import { present } from '../core/aws-files/profile-setting.ts';
import { filledSettingOf, settingOf } from '../core/aws-files/setting-of.ts';
import type { PlannedStep } from '../core/plan/step.ts';
import { AwscredError } from '../errors.ts';
import { printable } from '../core/text/printable.ts';
import { settingValues, type Source, UNKNOWN_CALLER } from './source.ts';

type PlannedSource<K extends PlannedStep['kind']> = Source<PlannedStep> & { readonly kind: K };

/** A way of getting credentials that is planned and explained already; running it fails with exit 2, naming the key. */
function planned<K extends PlannedStep['kind']>(
  kind: K,
  key: string,
  alongside: readonly string[] = [],
): PlannedSource<K> {
  return {
    kind,
    ...PLANNED,

    claim(profile) {
      const setting = settingOf(profile, key);
      if (setting === null) {
        return null;
      }
      const given = [key, ...alongside].map((name) => [name, filledSettingOf(profile, name)] as const);
      return { step: plannedStep(kind, profile, present(given), key), upstream: null };
    },

    describe() {
      return `is asked for by ${key}, which this version plans but does not run`;
    },
  };
}

function plannedStep(
  kind: PlannedStep['kind'],
  { name }: Profile,
  settings: PlannedStep['settings'],
  key: string,
): PlannedStep {
  return { kind, profile: name, settings, asks: null, caps: [], mfa: null, key };
}

/** What is known of every source that is not built yet. */
const PLANNED: Omit<Source<PlannedStep>, 'kind' | 'claim' | 'describe'> = {
  credentialSource: null,
  machineStep: () => null,

  identity({ settings, profile }) {
    const arn = settings['role_arn']?.value ?? '';
    const [role, account] = [roleName(arn), accountOf(arn)];
    return { role, account, who: role === null ? `profile ${profile}` : `${role} in ${account ?? ''}` };
  },

  label: (step) => `${step.kind} of ${step.profile}`,
  digest: (step) => [step.key, settingValues(step.settings)],

  isKept: true,
  hot: { result: true, chain: true },
  isLongLived: () => false,

  chains: () => true,
  capped: (step) => step,
  limit: { why: 'its source allows no more', canAskMore: false },
  narrowed: () => null,

  signIn: () => null,
  ownCode: () => null,
  needsPerson: async () => Promise.resolve(null),

  origin: (step) => step.kind,
  isHop: true,
  headline: (step) => `profile ${printable(step.profile, 80)}`,
  sites: () => [],
  caller: () => UNKNOWN_CALLER,

  run: async (step) => Promise.reject(unsupported(step)),
};

function unsupported(step: PlannedStep): AwscredError {
  const setting = step.settings[step.key] ?? null;
  return new AwscredError(
    'UNSUPPORTED',
    `profile ${step.profile}: ${step.key} is not supported by this version yet`,
    {
      hints: [
        'awscred runs roles, SSO, access keys, programs and a machine’s own credentials today; `awscred explain` shows the whole plan',
      ],
      at: setting,
    },
  );
}

export const saml = planned('saml', 'awscred_saml_url', ['role_arn']);
