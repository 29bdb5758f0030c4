import type { Profile, Property, StaticKeys } from '../core/aws-files/config-model.ts';
import type { Credentials } from '../core/credentials.ts';
import { badProfile } from '../core/aws-files/profile-setting.ts';
import { isExchanged, mayBeKeyId, shownKeyId } from '../core/plan/key-id.ts';
import { printable, quoted } from '../core/text/printable.ts';
import { Secret } from '../core/secret.ts';
import type { Setting, StoredKeysStep } from '../core/plan/step.ts';
import { AwscredError } from '../errors.ts';
import type { Claim, RunContext, Source } from './source.ts';

/** Access keys that stand in one of AWS's files. The step says where; the secret stays in the config. */
function storedKeys(where: StoredKeysStep['where']): Source<StoredKeysStep> {
  return {
    kind: 'stored-keys',
    credentialSource: null,

    claim(profile) {
      const keys = keysOf(profile, where);
      return keys === null ? null : claimed(profile, keys, where);
    },

    machineStep() {
      return null;
    },

    identity() {
      return { role: null, account: null, who: 'access keys' };
    },

    label: (step) => `keys of ${step.profile}`,
    digest: (step) => [step.accessKeyId, step.hasSessionToken],

    isKept: false,
    // Long-lived keys are never hot themselves.
    hot: { result: false, chain: true },
    isLongLived: (step) => !step.hasSessionToken,

    // Keys with a session token are a role's session or one of GetSessionToken: AWS counts both.
    chains: (step) => step.hasSessionToken,
    capped: (step) => step,
    limit: { why: 'its source allows no more', canAskMore: false },
    narrowed: () => null,

    signIn: () => null,
    ownCode: () => null,

    async needsPerson() {
      return Promise.resolve(null);
    },

    origin: () => 'keys in a file',
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
      return `reads ${short} from the ${FILE[step.where]}`;
    },

    async run(step, _upstream, context) {
      return Promise.resolve(read(step, context));
    },
  };
}

const FILE = { 'credentials-file': 'credentials file', 'config-file': 'config file' } as const;

export const credentialsFileKeys = storedKeys('credentials-file');
export const configFileKeys = storedKeys('config-file');

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
