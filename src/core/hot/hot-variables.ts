import type { Variables } from '../variables.ts';

/**
 * The variables that a plan or its output depends on, in the order in which a hot record stores their values. If
 * planning, a setting or an output read a variable that is not listed here, a record would outlive a change of
 * it; `test/core/hot/hot-variables.test.ts` watches what is read. `bin/awscred.cjs` and the launcher have the same list.
 */
export const HOT_VARIABLES = [
  'HOME',
  'USER',
  'AWS_CONFIG_FILE',
  'AWS_SHARED_CREDENTIALS_FILE',
  'AWSCRED_HOME',
  'XDG_CONFIG_HOME',
  'XDG_STATE_HOME',
  'AWS_REGION',
  'AWS_DEFAULT_REGION',
  'AWS_ENDPOINT_URL',
  'AWS_ENDPOINT_URL_STS',
  'AWS_ENDPOINT_URL_SSO',
  'AWS_ENDPOINT_URL_SSO_OIDC',
  'AWS_IGNORE_CONFIGURED_ENDPOINT_URLS',
  'AWS_USE_FIPS_ENDPOINT',
  'AWS_USE_DUALSTACK_ENDPOINT',
  'AWS_CA_BUNDLE',
  'AWSCRED_STORE',
  'AWSCRED_SIGN_IN',
  'AWSCRED_SSO_CACHE',
  'AWSCRED_MFA_SESSION',
  'AWSCRED_WAIT_TIMEOUT',
  'AWSCRED_KEYCHAIN_TIMEOUT',
  'AWSCRED_PROCESS_TIMEOUT',
  'AWSCRED_HOT_CACHE',
  'TZ',
] as const;

/**
 * The names that the statements of a record may set or unset, besides the two secrets: readers take no other, since a
 * state folder that a variable names may hold somebody else's text. `bin/hot-assume.cjs` has the same list.
 */
export const STATEMENT_NAMES = [
  'AWS_ACCESS_KEY_ID',
  'AWS_CREDENTIAL_EXPIRATION',
  'AWS_REGION',
  'AWS_DEFAULT_REGION',
  'AWS_ACCOUNT_ID',
  'AWS_PROFILE',
  'AWS_DEFAULT_PROFILE',
  'AWS_SECURITY_TOKEN',
  'AWS_SESSION_TOKEN',
  'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
  'AWS_CONTAINER_CREDENTIALS_FULL_URI',
  'AWS_CONTAINER_AUTHORIZATION_TOKEN',
  'AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE',
  'AWSCRED_PROFILE',
  'AWSCRED_REGION',
  'AWSCRED_EXPIRES',
  'AWSCRED_PREVIOUS_AWS_PROFILE',
  'AWSCRED_PREVIOUS_AWS_DEFAULT_PROFILE',
  'AWSCRED_PREVIOUS_AWS_REGION',
  'AWSCRED_PREVIOUS_AWS_DEFAULT_REGION',
] as const;

/**
 * Their values as one line, between tabs. Null where one holds a control character, or is not UTF-8: then two sets of
 * values could make one line.
 */
export function variablesLine(environment: Variables): string | null {
  const values = HOT_VARIABLES.map((name) => valueOf(name, environment));
  if (!hasOwnPaths(environment)) {
    return null;
  }
  return values.some((value) => /[\x00-\x1F\x7F\uFFFD]/.test(value)) ? null : values.join('\t');
}

/** Whether the two files are where the variables say, to the letter: the readers compare, and expand nothing. */
function hasOwnPaths(environment: Variables): boolean {
  return (['AWS_CONFIG_FILE', 'AWS_SHARED_CREDENTIALS_FILE'] as const).every(
    (name) => !/^~|\$/.test(environment.get(name) ?? ''),
  );
}

/** Whether the user has exported a region: `assume` then sets none, and what it says depends on that. */
export function hasOwnRegion(environment: Variables): boolean {
  return valueOf('AWS_REGION', environment) + valueOf('AWS_DEFAULT_REGION', environment) !== '';
}

/** Whether the user has exported a profile: `assume` then keeps its name for `--unset`, which no record does. */
export function hasOwnProfile(environment: Variables): boolean {
  return ['AWS_PROFILE', 'AWS_DEFAULT_PROFILE'].some((name) => (environment.get(name) ?? '') !== '');
}

/**
 * An empty variable counts as unset; `LOGNAME` stands in for `USER`; and a region that awscred itself has set is not the
 * user's (core/endpoint/region.ts).
 */
function valueOf(name: (typeof HOT_VARIABLES)[number], environment: Variables): string {
  const value = environment.get(name) ?? (name === 'USER' ? environment.get('LOGNAME') : null) ?? '';
  const isRegion = name === 'AWS_REGION' || name === 'AWS_DEFAULT_REGION';
  return isRegion && value === environment.get('AWSCRED_REGION') ? '' : value;
}
