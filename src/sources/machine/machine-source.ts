import type { Profile } from '../../core/aws-files/config-model.ts';
import { badSetting } from '../../core/aws-files/profile-setting.ts';
import { settingOf } from '../../core/aws-files/setting-of.ts';
import type { Setting, Step } from '../../core/plan/step.ts';
import type { Source } from '../source.ts';

/** EC2, ECS and EKS replace credentials well before their end: with less than this left, new ones may be there. */
const ASKED_AGAIN_BELOW_MS = 15 * 60_000;

type SameForAll =
  | 'isKept'
  | 'askedAgainBelow'
  | 'hot'
  | 'isLongLived'
  | 'chains'
  | 'limit'
  | 'signIn'
  | 'isPersonal'
  | 'ownCode'
  | 'needsPerson'
  | 'narrowed'
  | 'isHop';

/** What is alike in what an instance and a container give: a role's session, as long-lived as the endpoint likes. */
export const OF_A_MACHINE = {
  isKept: true,
  askedAgainBelow: ASKED_AGAIN_BELOW_MS,
  // No record holds the variables that name the endpoint.
  hot: { result: false, chain: false },
  isLongLived: () => false,
  // An instance is documented as not counting, but careful tools treat it as chaining (docs/wire.md, "Role chaining").
  chains: () => true,
  limit: { why: 'this machine gives no more', canAskMore: false },
  narrowed: () => null,
  signIn: () => null,
  isPersonal: () => false,
  ownCode: () => null,
  needsPerson: async () => Promise.resolve(null),
  isHop: true,
} satisfies Pick<Source, SameForAll>;

/** The words of `awscred_source`, for a profile that has no other way to credentials. */
const WORDS = ['container', 'instance'];

/** `awscred_source` where it asks for this kind; AwscredError CONFIG for a word that asks for none. */
export function ownSource(profile: Profile, kind: Step['kind']): Setting | null {
  const setting = settingOf(profile, 'awscred_source');
  if (setting !== null && setting.from === undefined && !WORDS.includes(setting.value)) {
    throw badSetting(profile, 'awscred_source', setting, { is: `is not one of ${WORDS.join(', ')}` });
  }
  return setting?.value === kind ? setting : null;
}

/** The key that asks for the machine's credentials, for a step's settings. */
export function askedBy(profile: Profile, setting: Setting): Readonly<Record<string, Setting>> {
  const own = settingOf(profile, 'awscred_source');
  const isOwn = own !== null && own.line === setting.line && own.file === setting.file;
  return { [isOwn ? 'awscred_source' : 'credential_source']: setting };
}

/** A variable as a setting, for explanations and errors. */
export function variableSetting(name: string, value: string): Setting {
  return { value, file: null, line: null, from: name };
}
