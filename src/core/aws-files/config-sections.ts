import type { Header } from './ini-header.ts';
import type { IniNote } from './ini-lines.ts';
import { printable } from '../text/printable.ts';

export type SectionKind = 'profile' | 'sso-session' | 'services';

/** What a header means in its file (docs/aws-files.md, "Headers"). */
export interface SectionMeaning {
  /** Null for a section that awscred does not read; its name is then used in messages only. */
  readonly kind: SectionKind | null;
  readonly name: string;
  /** For a section that is not read: the profile that its author may have meant. */
  readonly meant: string | null;
  readonly notes: readonly Omit<IniNote, 'line'>[];
}

/** Sections of the config file: `[default]`, `[profile NAME]`, `[sso-session NAME]`, `[services NAME]`. */
export function configSection(header: Header): SectionMeaning {
  const kind = kindOf(header.prefix);
  const { name } = header;
  if (!header.closed) {
    return unread(header, unclosed(), kind === 'profile' || header.inner === 'default' ? name : null);
  }
  if (header.prefix === null) {
    return name === 'default' ? read('profile', header) : oneWord(header);
  }
  if (kind === null) {
    const known = header.prefix === 'toolkit';
    const message = `a section that begins with ${printable(header.prefix, 40)} is not AWS's own, and is ignored`;
    return unread(header, known ? null : warning('unknown-section', message));
  }
  return isName(header) ? read(kind, header) : unread(header, invalidName());
}

/** Sections of the credentials file: every name is a profile's. */
export function credentialsSection(header: Header): SectionMeaning {
  const name = header.inner;
  if (!header.closed) {
    return unread(header, unclosed(), name);
  }
  if (kindOf(header.prefix) !== null) {
    const word = header.prefix ?? '';
    const message = `sections of the credentials file are [NAME], without the word ${word}: this one is ignored`;
    return unread(header, warning('prefix-in-credentials', message), header.name);
  }
  if (!header.quoted && NAME_WITH_BLANKS.test(name) && !NAME.test(name)) {
    const blank = warning('blank-in-name', 'a section name with a blank: some AWS SDKs ignore the section');
    return { ...read('profile', { ...header, name }), notes: [blank, ...tolerances(header)] };
  }
  return isName({ ...header, name })
    ? read('profile', { ...header, name })
    : unread(header, invalidName(), name);
}

const NAME = /^[A-Za-z0-9_\-/.%@:+]+$/;
const NAME_WITH_BLANKS = /^[A-Za-z0-9_\-/.%@:+ \t]+$/;

/** Sections of other tools that live in the same file. */
const OTHERS: ReadonlySet<string> = new Set(['plugins', 'preview']);

function kindOf(prefix: string | null): SectionKind | null {
  return prefix === 'profile' || prefix === 'sso-session' || prefix === 'services' ? prefix : null;
}

// In quotes, as the AWS CLI writes it, a name may hold anything that can be shown.
function isName(header: Header): boolean {
  return NAME.test(header.name) || (header.quoted && /^[^\0-\x1f\x7f-\x9f]+$/.test(header.name));
}

function oneWord(header: Header): SectionMeaning {
  const { name } = header;
  if (OTHERS.has(name)) {
    return unread(header, null);
  }
  const message = NAME.test(name)
    ? `[${printable(name, 80)}] is no profile in the config file: write [profile ${printable(name, 80)}]`
    : 'a section whose header names nothing that awscred knows is ignored';
  return unread(header, warning('not-a-profile', message), name);
}

function read(kind: SectionKind, header: Header): SectionMeaning {
  return { kind, name: header.name, meant: null, notes: tolerances(header) };
}

function unread(
  header: Header,
  note: Omit<IniNote, 'line'> | null,
  meant: string | null = null,
): SectionMeaning {
  return { kind: null, name: header.name, meant, notes: note === null ? [] : [note] };
}

const NOTHING: readonly Omit<IniNote, 'line'>[] = [];

function tolerances(header: Header): readonly Omit<IniNote, 'line'>[] {
  if (!header.quoted && !header.trailing) {
    return NOTHING;
  }
  const notes = [];
  if (header.quoted) {
    notes.push(warning('quoted-name', 'a section name in quotes: some AWS SDKs ignore the section'));
  }
  if (header.trailing) {
    notes.push(warning('text-after-header', 'text after "]": some AWS SDKs ignore the section'));
  }
  return notes;
}

function unclosed(): Omit<IniNote, 'line'> {
  const message = 'a section header has no "]": its keys belong to no profile';
  return { severity: 'error', code: 'unclosed-header', message };
}

function invalidName(): Omit<IniNote, 'line'> {
  return warning('invalid-name', 'a section name with characters that names cannot have: it is ignored');
}

function warning(code: string, message: string): Omit<IniNote, 'line'> {
  return { severity: 'warning', code, message };
}
