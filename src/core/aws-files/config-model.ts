import type { Secret } from '../secret.ts';

/** What a key of AWS's files holds: text, a secret, or a nested block (one level). */
type PropertyValue = string | Secret | ReadonlyMap<string, Property>;

/** A key of a section with its place; `file` is the full path, `line` counts from 1. */
export interface Property {
  readonly value: PropertyValue;
  readonly file: string;
  readonly line: number;
  /** The option or variable that it came from, where no file holds it; absent for a file's. */
  readonly from?: string;
}

/** A `[sso-session NAME]` or `[services NAME]` section, duplicates merged. */
export interface Section {
  readonly name: string;
  readonly properties: ReadonlyMap<string, Property>;
  readonly file: string;
  /** Of the (first) header. */
  readonly line: number;
  /** Errors in this section's own lines: using the section fails with the first of them. */
  readonly faults: readonly Diagnostic[];
}

/** Access keys are a group: all from one file (docs/aws-files.md, "Merging"). */
export interface StaticKeys {
  readonly accessKeyId: Property | null;
  readonly secretAccessKey: Property | null;
  /** `aws_session_token`, else `aws_security_token`, of the same file. */
  readonly sessionToken: Property | null;
}

/** A profile: both files merged, the credentials file winning key by key. */
export interface Profile extends Section {
  /** Keys of the credentials file; null where it has neither id nor secret for this profile. */
  readonly credentialsKeys: StaticKeys | null;
  /** Keys of the config file; null likewise. */
  readonly configKeys: StaticKeys | null;
  /** The `credential_process` by which AWS's tools get an adopted profile's credentials through awscred; null else. */
  readonly adopted: Property | null;
}

export interface Diagnostic {
  readonly severity: 'error' | 'warning';
  /** Stable, kebab-case: `missing-equals`, `unclosed-header`, … */
  readonly code: string;
  /** One sentence, lower case; never quotes a malformed line. */
  readonly message: string;
  readonly file: string;
  readonly line: number;
  /** The profile it breaks or concerns; null for other sections and for lines outside any. */
  readonly profile: string | null;
}

/** One of the two files: its full path, and the variable that names it, if one does. */
export interface ConfigFile {
  readonly path: string;
  readonly exists: boolean;
  readonly from: string | null;
}

/** AWS's two files as read. Names and keys live in Maps: `__proto__` is a name like any other. */
export interface Config {
  readonly profiles: ReadonlyMap<string, Profile>;
  readonly ssoSessions: ReadonlyMap<string, Section>;
  readonly services: ReadonlyMap<string, Section>;
  readonly diagnostics: readonly Diagnostic[];
  /** Those of them that concern one of these profiles. */
  readonly diagnosticsOf: (profiles: ReadonlySet<string>) => readonly Diagnostic[];
  /** Full paths of the two files, and whether each exists. */
  readonly configFile: ConfigFile;
  readonly credentialsFile: ConfigFile;
}

/** Keys by which aws-vault takes over what another profile says; no tool of AWS's reads them. */
export const INHERITING: readonly string[] = ['include_profile', 'parent_profile'];

/** The text of a plain property, or null when it is absent, secret or a nested block. */
export function textOf(section: Section, key: string): string | null {
  const value = section.properties.get(key)?.value;
  return typeof value === 'string' ? value : null;
}
