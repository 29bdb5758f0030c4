import type { Profile, Property, StaticKeys } from '../../core/aws-files/config-model.ts';
import type { Credentials } from '../../core/credentials.ts';
import { badProfile } from '../../core/aws-files/profile-setting.ts';
import { isExchanged, mayBeKeyId, shownKeyId } from '../../core/plan/key-id.ts';
import { itemAccount } from '../../core/item-account.ts';
import { type KeptKeyFacts, keptKeyName } from '../../core/kept-keys.ts';
import { pasteable, printable, quoted } from '../../core/text/printable.ts';
import { Secret } from '../../core/secret.ts';
import type { Setting, StoredKeysStep } from '../../core/plan/step.ts';
import { AwscredError } from '../../errors.ts';
import type { Claim, RunContext, Source } from '../source.ts';

/** What is known of a step of any of the rows. */
const FACTS: Omit<Source<StoredKeysStep>, 'claim'> = {
  kind: 'stored-keys',
  credentialSource: null,

  machineStep() {
    return null;
  },

  identity() {
    return { role: null, account: null, who: 'access keys' };
  },

  label: (step) => `keys of ${step.profile}`,
  digest: (step) => [step.accessKeyId, step.hasSessionToken],

  isKept: false,
  item: (step) => (step.where === 'store' ? itemAccount('iam', keptKeyName(step.profile)) : null),
  // Long-lived keys are never hot themselves.
  hot: { result: false, chain: true },
  isLongLived: (step) => !step.hasSessionToken,

  // Keys with a session token are a role's session or one of GetSessionToken: AWS counts both.
  chains: (step) => step.hasSessionToken,
  capped: (step) => step,
  limit: { why: 'its source allows no more', canAskMore: false },
  narrowed: () => null,

  signIn: () => null,
  isPersonal: () => false,
  ownCode: () => null,

  async needsPerson() {
    return Promise.resolve(null);
  },

  origin: (step) => (step.where === 'store' ? 'keys in the store' : 'keys in a file'),
  isHop: true,
  headline: (step) => `access keys of profile ${printable(step.profile, 80)}`,
  sites: () => [],

  caller(step) {
    const keys = `the user of profile ${quoted(step.profile)}`;
    return { short: keys, full: keys, isUser: true, hasMfa: false };
  },

  describe(step) {
    const id = shownKeyId(step.accessKeyId);
    const short = id.length > 8 ? `${id.slice(0, 4)}…${id.slice(-4)}` : id;
    return `reads ${short} from the ${PLACE[step.where]}`;
  },

  async run(step, _upstream, context) {
    if (step.where === 'store') {
      const { keptCredentials } = await import('./kept-credentials.ts');
      return keptCredentials(step, context);
    }
    return read(step, context);
  },
};

/** Access keys that are kept somewhere. The step says where; the secret stays there. */
function storedKeys(where: StoredKeysStep['where']): Source<StoredKeysStep> {
  return {
    ...FACTS,

    claim(profile, { kept }) {
      if (where === 'store') {
        const keys = kept.of(profile.name);
        return keys === null ? null : { step: keptStep(profile, keys), upstream: null };
      }
      const keys = keysOf(profile, where);
      return keys === null ? null : claimed(profile, keys, where);
    },
  };
}

const PLACE = {
  store: 'store',
  'credentials-file': 'credentials file',
  'config-file': 'config file',
} as const;

export const keptKeys = storedKeys('store');
export const credentialsFileKeys = storedKeys('credentials-file');
export const configFileKeys = storedKeys('config-file');

function keptStep(profile: Profile, { accessKeyId }: KeptKeyFacts): StoredKeysStep {
  const inFile = profile.credentialsKeys ?? profile.configKeys;
  const remove = pasteable('awscred keys import', profile.name, 'PROFILE');
  return {
    kind: 'stored-keys',
    profile: profile.name,
    settings: {
      aws_access_key_id: { value: shownKeyId(accessKeyId), file: null, line: null, from: 'awscred keys' },
    },
    asks: null,
    caps: [],
    mfa: null,
    where: 'store',
    accessKeyId,
    hasSessionToken: false,
    ...(inFile === null
      ? {}
      : { note: `the keys of this profile in AWS's file are not used; clean up: ${remove}` }),
  };
}

function keysOf(profile: Profile, where: StoredKeysStep['where']): StaticKeys | null {
  return where === 'credentials-file' ? profile.credentialsKeys : profile.configKeys;
}

function claimed(profile: Profile, keys: StaticKeys, where: StoredKeysStep['where']): Claim {
  const id = keys.accessKeyId;
  if (id === null || typeof id.value !== 'string' || id.value === '' || !isThere(keys.secretAccessKey)) {
    throw halfPair(profile, keys);
  }
  const secret = keys.secretAccessKey?.value;
  // An exchanged pair is refused when it is used, in words of its own.
  if (!mayBeKeyId(id.value) && !(secret instanceof Secret && isExchanged(id.value, secret.reveal()))) {
    throw badProfile(profile, 'has an aws_access_key_id that is not a key id: it may be the secret', {
      hints: ['set aws_access_key_id to the id alone, which begins with AKIA or ASIA'],
      at: { value: '', file: id.file, line: id.line },
    });
  }
  const setting: Setting = { value: shownKeyId(id.value), file: id.file, line: id.line };
  const step: StoredKeysStep = {
    kind: 'stored-keys',
    profile: profile.name,
    settings: { aws_access_key_id: setting },
    asks: null,
    caps: [],
    mfa: null,
    where,
    accessKeyId: id.value,
    hasSessionToken: keys.sessionToken !== null,
  };
  return { step, upstream: null };
}

function isThere(secret: Property | null): boolean {
  return secret?.value instanceof Secret && secret.value.length > 0;
}

function halfPair(profile: Profile, keys: StaticKeys): AwscredError {
  const missing = isThere(keys.secretAccessKey) ? 'aws_access_key_id' : 'aws_secret_access_key';
  const there = keys.accessKeyId ?? keys.secretAccessKey ?? keys.sessionToken;
  return badProfile(profile, `has half a key pair: ${missing} is missing`, {
    hints: [`add ${missing} beside the other key, in the same file`],
    at: there === null ? null : { value: '', file: there.file, line: there.line },
  });
}

function read(step: StoredKeysStep, context: RunContext): Credentials {
  const profile = context.config.profiles.get(step.profile);
  const keys = profile === undefined ? null : keysOf(profile, step.where);
  const secret = keys?.secretAccessKey?.value;
  const token = keys?.sessionToken?.value;
  if (!(secret instanceof Secret)) {
    throw new TypeError('a stored-keys step always has its keys in the config');
  }
  // Signed with it the other way round, a request would carry the secret in clear.
  if (isExchanged(step.accessKeyId, secret.reveal())) {
    throw exchanged(step);
  }
  return {
    accessKeyId: step.accessKeyId,
    secretAccessKey: secret,
    sessionToken: token instanceof Secret ? token : null,
    expiresAt: null,
    accountId: null,
    arn: null,
  };
}

function exchanged(step: StoredKeysStep): AwscredError {
  const setting = step.settings['aws_access_key_id'] ?? null;
  return new AwscredError(
    'CONFIG',
    `profile ${quoted(step.profile)}: aws_access_key_id and aws_secret_access_key are swapped`,
    { hints: ['set aws_access_key_id to the id, which begins with AKIA or ASIA'], at: setting },
  );
}
