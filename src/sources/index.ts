import type { Step } from '../core/plan/step.ts';
import { assumeRole } from './assume-role/assume-role.ts';
import { credentialProcess } from './credential-process/credential-process.ts';
import { container } from './machine/container.ts';
import { environment } from './machine/environment.ts';
import { instance } from './machine/instance.ts';
import { mfaSession } from './mfa-session/mfa-session.ts';
import { loginSession } from './login/login.ts';
import { rolesAnywhere, signingHelper } from './roles-anywhere/roles-anywhere.ts';
import { saml } from './saml/saml.ts';
import { scoped } from './scoped/scoped.ts';
import { session } from './scoped/session.ts';
import type { Source } from './source.ts';
import { sso } from './sso/sso.ts';
import { webIdentity } from './web-identity/web-identity.ts';
import { configFileKeys, credentialsFileKeys, keptKeys } from './stored-keys/stored-keys.ts';

/** THE TABLE, in order of precedence (docs/aws-files.md, "Precedence inside a profile"). */
const ROWS = [
  assumeRole,
  webIdentity,
  saml,
  rolesAnywhere,
  sso,
  keptKeys,
  credentialsFileKeys,
  loginSession,
  signingHelper,
  credentialProcess,
  configFileKeys,
  mfaSession,
  environment,
  instance,
  container,
  session,
  scoped,
] as const;

/** A kind of step that no row runs is a compile error here that names it. */
type Unclaimed = Exclude<Step['kind'], (typeof ROWS)[number]['kind']>;
const everyKindHasARow: [Unclaimed] extends [never] ? true : Unclaimed = true;

export const SOURCES: readonly Source[] = everyKindHasARow ? ROWS : [];

/** For a source profile that has static keys: its own role is then ignored (the AWS CLI's rule). */
export const SOURCES_WITHOUT_ROLE: readonly Source[] = SOURCES.filter((source) => source !== assumeRole);

/** For a profile that names itself as its source. */
export const STATIC_KEYS: readonly Source[] = [keptKeys, credentialsFileKeys, configFileKeys];

const BY_KIND: ReadonlyMap<string, Source> = new Map(SOURCES.map((source) => [source.kind, source]));

/** The row that knows a step's kind. */
export function sourceOf(step: Step): Source {
  const source = BY_KIND.get(step.kind);
  if (source === undefined) {
    throw new TypeError(`no source runs ${step.kind}`);
  }
  return source;
}
