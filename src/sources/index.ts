import { assumeRole } from './assume-role/assume-role.ts';
import { mfaSession } from './mfa-session.ts';
import {
  ciWebIdentity,
  credentialProcess,
  loginSession,
  machine,
  rolesAnywhere,
  saml,
  webIdentity,
} from './planned.ts';
import type { Source } from './source.ts';
import { sso } from './sso/sso.ts';
import { configFileKeys, credentialsFileKeys } from './stored-keys.ts';
import type { Step } from '../core/plan/step.ts';

/** THE TABLE, in order of precedence (docs/aws-files.md, "Precedence inside a profile"). */
export const SOURCES: readonly Source[] = [
  assumeRole,
  webIdentity,
  ciWebIdentity,
  saml,
  rolesAnywhere,
  sso,
  credentialsFileKeys,
  loginSession,
  credentialProcess,
  configFileKeys,
  mfaSession,
  machine,
];

/** For a source profile that has static keys: its own role is then left aside (the AWS CLI's rule). */
export const SOURCES_WITHOUT_ROLE: readonly Source[] = SOURCES.filter((source) => source !== assumeRole);

/** For a profile that names itself as its source. */
export const STATIC_KEYS: readonly Source[] = [credentialsFileKeys, configFileKeys];

/** The row that runs and describes a step. */
export function sourceOf(step: Step): Source {
  const source = SOURCES.find((row) => row.kinds.includes(step.kind));
  if (source === undefined) {
    throw new TypeError(`no source runs ${step.kind}`);
  }
  return source;
}
