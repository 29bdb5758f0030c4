import { type Draft, type Drafts, readDrafts } from './config-drafts.ts';
import { withTwins } from './adopt/twins.ts';
import type { Config, ConfigFile, Diagnostic, Profile, Property, StaticKeys } from './config-model.ts';
import { Secret } from '../secret.ts';

/** One of AWS's files: its full path, and its text or null if there is none. */
export interface FileText {
  readonly path: string;
  readonly text: string | null;
  /** The variable that names it; absent or null for the usual place. */
  readonly from?: string | null;
}

/**
 * Both of AWS's files as one value: sections merged per profile, property by property, the credentials file winning;
 * access keys as a group of one file (docs/aws-files.md, "Merging"). Never fails: see `diagnostics` and `faults`.
 */
export function readConfig(files: FileTexts): Config {
  const config = readDrafts('config', files.config.path, files.config.text ?? '');
  const credentials = readDrafts('credentials', files.credentials.path, files.credentials.text ?? '');
  const diagnostics = [...config.diagnostics, ...credentials.diagnostics];
  return {
    profiles: mergeProfiles(config, credentials),
    ssoSessions: config.sections['sso-session'],
    services: config.sections.services,
    diagnostics,
    diagnosticsOf: (names) => diagnostics.filter(({ profile }) => profile !== null && names.has(profile)),
    ...existence(files),
  };
}

export interface FileTexts {
  readonly config: FileText;
  readonly credentials: FileText;
}

/** Which of the two files are there. */
export function existence({
  config,
  credentials,
}: FileTexts): Pick<Config, 'configFile' | 'credentialsFile'> {
  return {
    configFile: fileOf(config),
    credentialsFile: fileOf(credentials),
  };
}

function fileOf({ path, text, from }: FileText): ConfigFile {
  return { path, exists: text !== null, from: from ?? null };
}

/** The profiles of both files. */
export function mergeProfiles(config: Drafts, credentials: Drafts): Map<string, Profile> {
  const lost = unclosedHeaders([...config.diagnostics, ...credentials.diagnostics]);
  const profiles = new Map<string, Profile>();
  for (const [name, section] of config.sections.profile) {
    const { draft, adopted } = withTwins(section);
    const other = effective(credentials.sections.profile.get(name));
    const properties =
      other === undefined ? draft.properties : new Map([...draft.properties, ...other.properties]);
    const { file, line } = draft;
    const faults = [...draft.faults, ...(other?.faults ?? []), ...(lost.get(name) ?? [])];
    const keys = { configKeys: staticKeys(draft), credentialsKeys: staticKeys(other) };
    profiles.set(name, { name, file, line, properties, faults, adopted, ...keys });
  }
  for (const [name, section] of credentials.sections.profile) {
    if (!profiles.has(name)) {
      const { draft, adopted } = withTwins(section);
      const faults = [...draft.faults, ...(lost.get(name) ?? [])];
      profiles.set(name, { ...draft, faults, adopted, configKeys: null, credentialsKeys: staticKeys(draft) });
    }
  }
  return profiles;
}

function effective(draft: Draft | undefined): Draft | undefined {
  return draft === undefined ? undefined : withTwins(draft).draft;
}

// A second header without "]" breaks the profile too: some of its keys would be missing.
function unclosedHeaders(diagnostics: readonly Diagnostic[]): Map<string, Diagnostic[]> {
  const lost = new Map<string, Diagnostic[]>();
  for (const diagnostic of diagnostics) {
    if (diagnostic.code === 'unclosed-header' && diagnostic.profile !== null) {
      const others = lost.get(diagnostic.profile) ?? [];
      others.push(diagnostic);
      lost.set(diagnostic.profile, others);
    }
  }
  return lost;
}

function staticKeys(draft: Draft | undefined): StaticKeys | null {
  const accessKeyId = draft?.properties.get('aws_access_key_id') ?? null;
  const secretAccessKey = draft?.properties.get('aws_secret_access_key') ?? null;
  if (accessKeyId === null && secretAccessKey === null) {
    return null;
  }
  const sessionToken = filled(draft, 'aws_session_token') ?? filled(draft, 'aws_security_token');
  return { accessKeyId, secretAccessKey, sessionToken };
}

// `aws_session_token =` is what people leave behind when they paste long-lived keys over temporary ones.
function filled(draft: Draft | undefined, key: string): Property | null {
  const property = draft?.properties.get(key);
  return property?.value instanceof Secret && property.value.length > 0 ? property : null;
}
