import type { Draft } from '../config-drafts.ts';
import type { Property } from '../config-model.ts';
import { followedProfile } from './own-command.ts';

/** What a key that says how credentials are obtained is called while AWS's own tools are not to read it. */
const PREFIX = 'awscred_';

/** Keys by which AWS's tools obtain credentials; `adopt` gives each the prefix. */
export const CREDENTIAL_KEYS: ReadonlySet<string> = new Set([
  'role_arn',
  'source_profile',
  'credential_source',
  'role_session_name',
  'external_id',
  'mfa_serial',
  'duration_seconds',
  'web_identity_token_file',
  'sso_session',
  'sso_account_id',
  'sso_role_name',
  'sso_start_url',
  'sso_region',
  'sso_registration_scopes',
  'login_session',
  'credential_process',
  'aws_access_key_id',
  'aws_secret_access_key',
  'aws_session_token',
  'aws_security_token',
]);

/** Keys of awscred's own that say how credentials are obtained; they are no twins. */
export const OWN_WAYS: ReadonlySet<string> = new Set([
  'awscred_web_identity',
  'awscred_saml_url',
  'google_config.google_idp_id',
  'awscred_certificate',
  'awscred_source',
]);

export function twinOf(key: string): string {
  return `${PREFIX}${key}`;
}

/** The key whose twin this is: `role_arn` for `awscred_role_arn`; null for every other key. */
export function keyOfTwin(twin: string): string | null {
  const key = twin.startsWith(PREFIX) ? twin.slice(PREFIX.length) : '';
  return CREDENTIAL_KEYS.has(key) ? key : null;
}

/** The `credential_process` by which a profile asks awscred for itself: AWS's tools read that line, awscred does not. */
export function ownLine({ name, properties }: Pick<Draft, 'name' | 'properties'>): Property | null {
  const line = properties.get('credential_process');
  const isOwn = typeof line?.value === 'string' && followedProfile(line.value) === name;
  return isOwn ? line : null;
}

/**
 * A profile as awscred reads it: each twin is the key itself, with the twin's place, unless the key is there too. A
 * profile that is adopted does not lead back to itself: its own line is apart.
 */
export function withTwins(draft: Draft): { readonly draft: Draft; readonly adopted: Property | null } {
  const keys = [...draft.properties.keys()].filter((key) => key.startsWith(PREFIX));
  const twins = keys.filter((key) => keyOfTwin(key) !== null);
  if (twins.length === 0 && !keys.some((key) => OWN_WAYS.has(key))) {
    return { draft, adopted: null };
  }
  const adopted = ownLine(draft);
  const properties = new Map(draft.properties);
  if (adopted !== null) {
    properties.delete('credential_process');
  }
  for (const twin of twins) {
    const key = keyOfTwin(twin) ?? twin;
    const property = properties.get(twin);
    if (property !== undefined && !properties.has(key)) {
      properties.delete(twin);
      properties.set(key, property);
    }
  }
  return { draft: { ...draft, properties }, adopted };
}
