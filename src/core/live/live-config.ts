import { CREDENTIAL_KEYS } from '../aws-files/adopt/twins.ts';
import { type EditedSection, readDocument } from '../aws-files/edit/document.ts';
import { propertiesOf } from '../aws-files/edit/section-properties.ts';
import { LIVE_PROFILE } from './live-variables.ts';
import { holdsSecretPair, isSecretKey } from '../aws-files/secret-key.ts';

interface LiveConfig {
  /** The profile that the child shall be. */
  readonly profile: string;
  readonly region: string | null;
  /** The `credential_process` line; null for none. */
  readonly line: string | null;
}

/**
 * The private config file: what the user's file says (`text`) without secret keys, comments and malformed lines, and
 * `[profile awscred-exec]` with the profile's own settings, but for how it gets credentials: that is `line`.
 */
export function liveConfigText(text: string, config: LiveConfig): string {
  return configText(text, config, () => true);
}

/** The same with that one profile, and the endpoints that it may name: no other way to credentials is in it. */
export function narrowConfigText(text: string, config: LiveConfig): string {
  return configText(text, config, ({ name }) => name?.kind === 'services');
}

function configText(
  text: string,
  { profile, region, line }: LiveConfig,
  isCopied: (section: EditedSection) => boolean,
): string {
  const { sections } = readDocument('config', text);
  const copied = sections.filter(
    (section) => section.header.closed && !isProfile(section, LIVE_PROFILE) && isCopied(section),
  );
  const own = sections
    .filter((section) => isProfile(section, profile))
    .flatMap((section) =>
      linesOf(section, (key) => isSettingOf(key) && (region === null || key !== 'region')),
    );
  return [
    ...copied.flatMap((section) => [
      section.lines[0]?.text ?? '',
      // Python's reader takes the keys of [DEFAULT] for keys of every section.
      ...linesOf(section, (key) => section.header.inner !== 'DEFAULT' || isSettingOf(key)),
    ]),
    `[profile ${LIVE_PROFILE}]`,
    ...own,
    ...(region === null ? [] : [`region = ${region}`]),
    ...(line === null ? [] : [`credential_process = ${line}`]),
    '',
  ].join('\n');
}

function isProfile({ name, meant }: EditedSection, profile: string): boolean {
  return name === null ? meant === profile : name.kind === 'profile' && name.name === profile;
}

/** The lines of a section's properties whose keys are wanted, without secrets. */
function linesOf({ lines }: EditedSection, isWanted: (key: string) => boolean): readonly string[] {
  return propertiesOf(lines).flatMap(({ key, start, continued }) => {
    const texts = [start, ...continued].map((at) => lines[at]?.text ?? '');
    const isKept = key !== null && !isKeysPart(key) && isWanted(key) && !texts.slice(1).some(holdsSecretPair);
    return isKept ? texts : [];
  });
}

/** Half a key pair is an error to AWS's tools, so the id goes with the secret. */
function isKeysPart(key: string): boolean {
  return isSecretKey(key) || key === 'aws_access_key_id';
}

/** Keys of other tools and of awscred about credentials, besides those that AWS's tools read. */
const OTHERS = /^(?:mfa_|aws_account_id$|include_profile$|parent_profile$|google_config|awscred_)/;

/** Whether a key says something else than how credentials are obtained. */
function isSettingOf(key: string): boolean {
  return !CREDENTIAL_KEYS.has(key) && !OTHERS.test(key);
}
