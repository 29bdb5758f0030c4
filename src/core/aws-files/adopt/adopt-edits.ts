import { AwscredError } from '../../../errors.ts';
import type { Draft, Drafts } from '../config-drafts.ts';
import type { Property } from '../config-model.ts';
import type { FileEdit, SectionName } from '../edit/file-edit.ts';
import { pasteable, printable, quoted, tilde } from '../../text/printable.ts';
import { followedProfile } from './own-command.ts';
import { CREDENTIAL_KEYS, keyOfTwin, OWN_WAYS, ownLine, twinOf } from './twins.ts';

/** AWS's two files as they stand. */
export interface DraftedFiles {
  readonly config: Drafts;
  readonly credentials: Drafts;
  readonly home: string;
}

/** How a profile is adopted; no edits where it is already. AwscredError CONFIG where it cannot be. */
export function adoptEdits(name: string, line: () => string, files: DraftedFiles): readonly FileEdit[] {
  const draft = sectionOf(name, files);
  const own = ownLine(draft);
  const keys = keysToRename(draft, own);
  const others = [...twinsIn(draft), ...[...draft.properties.keys()].filter((key) => OWN_WAYS.has(key))];
  if (keys.length === 0 && others.length === 0) {
    if (asksForAnother(draft)) {
      return [];
    }
    throw refused(name, 'says nothing of how its credentials are obtained', draft);
  }
  refuseHiddenDefault(name, files);
  const section: SectionName = { kind: 'profile', name };
  const rename: FileEdit = { change: 'rename', section, keys: keys.map((key) => [key, twinOf(key)]) };
  const renames = keys.length === 0 ? [] : [rename];
  const value = line();
  if (own !== null) {
    const set: FileEdit = { change: 'set', section, values: [['credential_process', value]] };
    return own.value === value ? renames : [...renames, set];
  }
  const last = lastOf(draft, [...keys, ...others]);
  const behind = keys.includes(last) ? twinOf(last) : last;
  return [...renames, { change: 'insert', section, behind, key: 'credential_process', value }];
}

/** The reverse; a twin beside the key itself, or without awscred's line, was written by somebody else. */
export function unadoptEdits(name: string, { config }: DraftedFiles): readonly FileEdit[] {
  const draft = config.sections.profile.get(name);
  if (draft === undefined || !isAdopted(draft)) {
    return [];
  }
  const names = twinsIn(draft).map((twin) => [twin, keyOfTwin(twin) ?? twin] as const);
  refuseOthers(draft, names);
  const section: SectionName = { kind: 'profile', name };
  const back: FileEdit = { change: 'rename', section, keys: names };
  return [{ change: 'remove', section, keys: ['credential_process'] }, ...(names.length === 0 ? [] : [back])];
}

function refuseOthers(draft: Draft, twins: readonly (readonly [twin: string, key: string])[]): void {
  const { name, properties } = draft;
  const [first] = twins[0] ?? [''];
  if (ownLine(draft) === null) {
    const why = `was not adopted by awscred: it has ${first} without awscred's credential_process`;
    throw refused(name, why, properties.get(first) ?? draft);
  }
  const both = twins.find(([, key]) => key !== 'credential_process' && properties.has(key));
  if (both !== undefined) {
    const [twin, key] = both;
    throw refused(
      name,
      `has both ${key} and ${twin}: remove the one that is not meant`,
      properties.get(key) ?? draft,
    );
  }
}

/** Whether `unadopt` has something to do, or to refuse. */
export function isAdopted(draft: Draft): boolean {
  const hasOwnWay = [...draft.properties.keys()].some((key) => OWN_WAYS.has(key));
  return twinsIn(draft).length > 0 || (hasOwnWay && ownLine(draft) !== null);
}

function twinsIn({ properties }: Draft): readonly string[] {
  return [...properties.keys()].filter((key) => keyOfTwin(key) !== null);
}

/** The profile in the config file; refused where the credentials file would win over what is written there. */
function sectionOf(name: string, { config, credentials, home }: DraftedFiles): Draft {
  const other = credentials.sections.profile.get(name);
  const [key, property] = [...(other?.properties ?? [])].find(([each]) => CREDENTIAL_KEYS.has(each)) ?? [];
  if (property !== undefined) {
    const file = printable(tilde(property.file, home));
    const isKey = key?.startsWith('aws_') === true;
    throw refused(name, `cannot be adopted: its ${key ?? ''} in ${file} would win`, property, [
      ...(isKey
        ? [`move its keys into the store: ${pasteable('awscred keys import', name, 'PROFILE')}`]
        : []),
      `move its keys from ${file} into the config file's [${sectionWord(name)}], or remove them`,
    ]);
  }
  const draft = config.sections.profile.get(name);
  if (draft === undefined) {
    throw refused(name, 'says nothing of how its credentials are obtained', other ?? null);
  }
  return draft;
}

function sectionWord(name: string): string {
  return name === 'default' ? name : `profile ${printable(name, 80)}`;
}

function keysToRename(draft: Draft, own: Property | null): readonly string[] {
  return [...draft.properties.keys()].filter(
    (key) =>
      CREDENTIAL_KEYS.has(key) && !(key === 'credential_process' && (own !== null || asksForAnother(draft))),
  );
}

/** Whether its `credential_process` is awscred for another profile: AWS's tools go through awscred as it is. */
function asksForAnother({ name, properties }: Draft): boolean {
  const line = properties.get('credential_process')?.value;
  const followed = typeof line === 'string' ? followedProfile(line) : null;
  return followed !== null && followed !== name;
}

/** Of these keys the one that stands last. */
function lastOf({ properties }: Draft, keys: readonly string[]): string {
  const lineOf = (key: string): number => properties.get(key)?.line ?? 0;
  return keys.reduce((last, key) => (lineOf(key) > lineOf(last) ? key : last), keys[0] ?? '');
}

/** The AWS CLI takes the later of the two sections, the SDKs the longer: awscred's line must count for both. */
function refuseHiddenDefault(name: string, { config }: DraftedFiles): void {
  const hidden = config.diagnostics.find(({ code }) => code === 'default-hidden');
  if (name === 'default' && hidden !== undefined) {
    throw refused(name, 'stands as [default] and as [profile default]: make one section of the two', hidden);
  }
}

function refused(
  name: string,
  why: string,
  at: { readonly file: string; readonly line: number } | null,
  hints: readonly string[] = [],
): AwscredError {
  return new AwscredError('CONFIG', `profile ${quoted(name)} ${why}`, { at, hints });
}
