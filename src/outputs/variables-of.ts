import { Secret } from '../core/secret.ts';
import { PREVIOUS_NAMES } from './previous.ts';
import type { Exports } from './output.ts';

/**
 * What a child must not see: credentials of any other kind, which some SDK would take before or after these; another
 * tool's marker; how to open awscred's own store; and what an `assume` before has kept for `--unset`.
 */
const STRIPPED: readonly string[] = [
  'AWS_ACCESS_KEY',
  'AWS_SECRET_KEY',
  'AWS_CREDENTIAL_FILE',
  'AWS_WEB_IDENTITY_TOKEN_FILE',
  'AWS_ROLE_ARN',
  'AWS_ROLE_SESSION_NAME',
  'AWS_BEARER_TOKEN_BEDROCK',
  'AWS_SESSION_EXPIRATION',
  'EC2_SECURITY_TOKEN',
  'AWS_VAULT',
  'AWSCRED_PASSPHRASE_FILE',
  ...PREVIOUS_NAMES,
];

/** What a child of `exec --live` has of them: it asks for credentials itself, so none stand still in its environment. */
const LIVE: readonly string[] = [
  'AWS_REGION',
  'AWS_DEFAULT_REGION',
  'AWS_ACCOUNT_ID',
  'AWSCRED_PROFILE',
  'AWSCRED_REGION',
];

export function liveVariablesOf(exports: Exports): ReadonlyMap<string, string | null> {
  const all = variablesOf(exports);
  return new Map([...all].map(([name, value]) => [name, LIVE.includes(name) ? value : null]));
}

/** The exports for a child's environment: a value to set, null to remove. Secrets are revealed for the child only. */
export function variablesOf(exports: Exports): ReadonlyMap<string, string | null> {
  const removed = [...STRIPPED, ...exports.unset].map((name) => [name, null] as const);
  const set = exports.set
    .filter(({ name }) => !PREVIOUS_NAMES.includes(name))
    .map(({ name, value }) => [name, value instanceof Secret ? value.reveal() : value] as const);
  return new Map<string, string | null>([...removed, ...set]);
}
