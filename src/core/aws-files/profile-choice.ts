import { AwscredError } from '../../errors.ts';
import type { Config, Profile } from './config-model.ts';
import type { FolderRule } from '../settings/folders-text.ts';
import { nearest } from '../text/nearest.ts';
import { pasteable, printable, quoted, tilde } from '../text/printable.ts';
import { soundSection } from './sound-section.ts';
import type { Variables } from '../variables.ts';

/** A profile's name, and what named it: `PROFILE`, a variable, a `[folder …]` of `config.ini`, or `default`. */
export interface ProfileChoice {
  readonly name: string;
  readonly from: 'PROFILE' | (typeof NAMING)[number] | 'folder' | 'default';
  /** The rule, where a folder named it. */
  readonly rule: FolderRule | null;
}

/** Variables that name the current profile, the first that is set. */
const NAMING = ['AWSCRED_PROFILE', 'AWS_PROFILE', 'AWS_DEFAULT_PROFILE'] as const;

/** As typed, else as a variable names it; null where nothing of these does. */
export function namedProfile(typed: string | null, environment: Variables): ProfileChoice | null {
  if (typed !== null) {
    return { name: typed, from: 'PROFILE', rule: null };
  }
  const from = NAMING.find((name) => environment.get(name) !== null);
  return from === undefined ? null : { name: environment.get(from) ?? '', from, rule: null };
}

/** What a `[folder …]` says where nothing else names a profile, else `default`. */
export function unnamedProfile(rule: FolderRule | null): ProfileChoice {
  return rule === null
    ? { name: 'default', from: 'default', rule }
    : { name: rule.profile, from: 'folder', rule };
}

/** What chose a profile that was not typed, for people: `AWS_PROFILE`, `[folder ~/acme] (~/…/config.ini:3)`. */
export function choiceText({ from, rule }: ProfileChoice, home: string): string {
  if (rule !== null) {
    const at = `${printable(tilde(rule.file, home), 200)}:${rule.line}`;
    return `chosen by [folder ${printable(rule.folder, 200)}] (${at})`;
  }
  return from === 'default' ? 'the default, since nothing names one' : `chosen by ${from}`;
}

/** The same for `--json` (docs/json.md). */
export function choiceJson({ from, rule }: ProfileChoice): unknown {
  return { from, folder: rule?.folder ?? null, file: rule?.file ?? null, line: rule?.line ?? null };
}

/** The profile of that name, whole; AwscredError UNKNOWN_PROFILE, or CONFIG_SYNTAX where one of its lines is malformed. */
export function profileNamed(config: Config, name: string, home: string): Profile {
  const profile = config.profiles.get(name);
  if (profile === undefined) {
    throw unknownProfile(config, name, home);
  }
  return soundSection(profile, 'profile');
}

/**
 * The same for a word that may name an [sso-session] as well, as `login` takes it: the nearest of both.
 */
export function unknownSignIn(config: Config, name: string, home: string): AwscredError {
  const error = unknownProfile(config, name, home);
  const sessions = nearest(name, [...config.ssoSessions.keys()]);
  if (error.file !== null || sessions.length === 0) {
    return error;
  }
  const names = nearest(name, [...new Set([...sessions, ...config.profiles.keys()])]);
  const message = `no SSO session and no profile ${quoted(name)}`;
  return new AwscredError('UNKNOWN_PROFILE', message, {
    hints: [...missingFiles(config), meantHint(names)],
  });
}

/** `did you mean acme or acme-dev?` Names that a shell would split stand in quotes. */
export function meantHint(names: readonly string[]): string {
  return `did you mean ${names.map(shown).join(' or ')}?`;
}

/** AwscredError UNKNOWN_PROFILE: names the nearest profiles, or the header that was meant to make one. */
export function unknownProfile(config: Config, name: string, home: string): AwscredError {
  const count = config.profiles.size;
  if (count === 0 && !config.configFile.exists && !config.credentialsFile.exists) {
    return noFiles(config, home);
  }
  const meant = config.diagnostics.find((diagnostic) => diagnostic.profile === name);
  if (meant !== undefined) {
    const message = `no profile ${quoted(name)}: ${meant.message}`;
    return new AwscredError('UNKNOWN_PROFILE', message, { at: meant });
  }
  const names = nearest(name, [...config.profiles.keys()]);
  const all = `${count} ${count === 1 ? 'profile' : 'profiles'}: awscred list`;
  const session = config.ssoSessions.has(name)
    ? [`that is an SSO session: \`${pasteable('awscred login', name, 'SESSION')}\` signs in to it`]
    : [];
  const hint = names.length === 0 ? all : `${meantHint(names)} (${all})`;
  return new AwscredError('UNKNOWN_PROFILE', `no profile ${quoted(name)}`, {
    hints: [...missingFiles(config), ...session, hint],
  });
}

/** A variable that names a file that is not there: nobody wants that, and every profile of it is missing. */
export function missingFiles(config: Config): readonly string[] {
  return [config.configFile, config.credentialsFile].flatMap(({ path, exists, from }) =>
    exists || from === null ? [] : [`${from} names ${printable(path)}, which does not exist`],
  );
}

function noFiles(config: Config, home: string): AwscredError {
  const path = printable(tilde(config.configFile.path, home));
  return new AwscredError('UNKNOWN_PROFILE', `no AWS profiles yet: ${path} does not exist`, {
    hints: [...missingFiles(config), '`awscred dev-server --write-config DIR` gives you an AWS to try it on'],
  });
}

function shown(name: string): string {
  return /^[A-Za-z0-9._@+/:-]+$/.test(name) ? name : quoted(name);
}
