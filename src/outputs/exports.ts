import { keptBefore, PREVIOUS_NAMES, restored } from './previous.ts';
import type { Credentials } from '../core/credentials.ts';
import type { Secret } from '../core/secret.ts';
import type { Exports } from './output.ts';
import type { Setting } from '../core/plan/step.ts';
import { toIso } from '../core/text/time.ts';

interface ExportsInput {
  /** Null for `assume --live`: every AWS tool gets its credentials by `AWS_PROFILE`. */
  readonly credentials: Credentials | null;
  readonly profile: string;
  /** The plan's region; null where nothing names one. */
  readonly region: Setting | null;
  /** Whether it comes from `--region`: only then it replaces a region that the user exported. */
  readonly regionGiven: boolean;
  /** The variables of the shell as it is now; an empty one counts as unset. */
  readonly get: (name: string) => string | null;
}

/**
 * The variables that `assume` sets and `exec` passes on. What these credentials do not have (a session token, an
 * expiry, an account) is removed, so that nothing stays of the ones before.
 */
export function exportsFor(input: ExportsInput): Exports {
  const { credentials, get } = input;
  const values = valuesOf(input);
  const set = values.flatMap(([name, value]) => (value === null ? [] : [{ name, value }]));
  const absent = values.flatMap(([name, value]) => (value === null ? [name] : []));
  const stale = absent.filter((name) => !REGIONS.includes(name) || isOurs(name, get));
  const others = credentials === null ? [...CLEARED, ...BEFORE_PROFILE] : CLEARED;
  const isSet = (name: string): boolean => set.some((variable) => variable.name === name);
  const made = { set, unset: [...new Set([...others, ...stale])].filter((name) => !isSet(name)) };
  const kept = keptBefore(made, get, (name) => isOurs(name, get));
  return { set: [...kept.set, ...made.set], unset: [...made.unset, ...kept.unset] };
}

function valuesOf(input: ExportsInput): readonly (readonly [string, string | Secret | null])[] {
  const { credentials, profile } = input;
  const { accessKeyId, secretAccessKey, sessionToken, expiresAt: expires, accountId } = credentials ?? NONE;
  const region = regionFor(input);
  return [
    ['AWS_ACCESS_KEY_ID', accessKeyId],
    ['AWS_SECRET_ACCESS_KEY', secretAccessKey],
    ['AWS_SESSION_TOKEN', sessionToken],
    ['AWS_CREDENTIAL_EXPIRATION', expires === null ? null : toIso(expires)],
    ['AWS_PROFILE', credentials === null ? profile : null],
    ['AWS_REGION', region],
    ['AWS_DEFAULT_REGION', region],
    ['AWS_ACCOUNT_ID', accountId],
    ['AWSCRED_PROFILE', profile],
    ['AWSCRED_REGION', region],
    ['AWSCRED_EXPIRES', expires === null ? null : String(Math.floor(expires / 1000))],
  ];
}

const NONE = {
  accessKeyId: null,
  secretAccessKey: null,
  sessionToken: null,
  expiresAt: null,
  accountId: null,
};

/** What `--unset` does: removes all that `assume` sets (and `init` with it), and brings back what the user had. */
export function unsetFor(get: (name: string) => string | null): Exports {
  const back = restored(get, (name) => isOurs(name, get));
  const isBack = (name: string): boolean => back.set.some((variable) => variable.name === name);
  const ours = [...REGIONS, 'AWS_PROFILE'].filter((name) => isOurs(name, get) && !isBack(name));
  const profile = get('AWSCRED_PROFILE');
  const prompt = profile !== null && get('AWS_VAULT') === profile ? ['AWS_VAULT'] : [];
  return { set: back.set, unset: [...ALWAYS_OURS, ...ours, ...prompt, ...back.unset] };
}

/** A stale one would outweigh the keys, or step in once they are gone (docs/wire.md, "Exported variables"). */
const CLEARED = [
  'AWS_PROFILE',
  'AWS_DEFAULT_PROFILE',
  'AWS_SECURITY_TOKEN',
  'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
  'AWS_CONTAINER_CREDENTIALS_FULL_URI',
  'AWS_CONTAINER_AUTHORIZATION_TOKEN',
  'AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE',
];

/** Of a token's role the AWS CLI takes these before any profile that `AWS_PROFILE` names. */
const BEFORE_PROFILE = ['AWS_WEB_IDENTITY_TOKEN_FILE', 'AWS_ROLE_ARN', 'AWS_ROLE_SESSION_NAME'];

const ALWAYS_OURS = [
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_CREDENTIAL_EXPIRATION',
  'AWS_ACCOUNT_ID',
  'AWSCRED_PROFILE',
  'AWSCRED_REGION',
  'AWSCRED_EXPIRES',
];

const REGIONS = ['AWS_REGION', 'AWS_DEFAULT_REGION'];

/** All that `assume` may set or remove, and what `init`'s function adds: what the function brings back. */
export const TOUCHED_NAMES: readonly string[] = [
  ...ALWAYS_OURS,
  ...REGIONS,
  ...CLEARED,
  ...PREVIOUS_NAMES,
  'AWS_VAULT',
];

/**
 * The region to set. A region that the user exported under either name is kept: setting the other name would
 * override it, because most tools prefer AWS_REGION to AWS_DEFAULT_REGION.
 */
function regionFor({ region, regionGiven, get }: ExportsInput): string | null {
  const theirs = REGIONS.some((name) => get(name) !== null && !isOurs(name, get));
  return theirs && !regionGiven ? null : (region?.value ?? null);
}

/** What awscred set: a region equal to AWSCRED_REGION; the profile of `assume --live`, which comes without keys. */
function isOurs(name: string, get: (name: string) => string | null): boolean {
  const value = get(name);
  if (name === 'AWS_PROFILE') {
    return value !== null && value === get('AWSCRED_PROFILE') && get('AWS_ACCESS_KEY_ID') === null;
  }
  return REGIONS.includes(name) && value !== null && value === get('AWSCRED_REGION');
}
