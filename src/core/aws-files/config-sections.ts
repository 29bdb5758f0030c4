import type { Header } from './ini/ini-header.ts';
import type { IniNote } from './ini/ini-lines.ts';
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
  const { name, prefix } = header;
  const kind = KINDS.find((word) => prefix?.startsWith(word)) ?? null;
  if (!header.closed) {
    return unread(header, unclosed(), kind === 'profile' || header.inner === 'default' ? name : null);
  }
  if (prefix === null) {
    return name === 'default' ? read('profile', header) : oneWord(header);
  }
  return kind === null ? otherTool(header, prefix) : ofKind(kind, header);
}

function otherTool(header: Header, prefix: string): SectionMeaning {
  const message = `a section that begins with ${printable(prefix, 40)} is not one of AWS's, and is ignored`;
  return unread(header, prefix === 'toolkit' ? null : warning('unknown-section', message));
}

function ofKind(kind: SectionKind, header: Header): SectionMeaning {
  return isName(header)
    ? read(kind, header)
    : unread(header, invalidName(header), kind === 'profile' ? header.name : null);
}

/** Sections of the credentials file: every name is a profile's, and quotes are part of it, as for the AWS CLI. */
export function credentialsSection(header: Header): SectionMeaning {
  const name = header.raw ?? header.inner;
  if (header.raw === null) {
    return unread(header, unclosed(), name);
  }
  if (kindOf(header.prefix) !== null) {
    const word = header.prefix ?? '';
    const message = `sections of the credentials file are [NAME], without the word ${word}; this one is ignored`;
    return unread(header, warning('prefix-in-credentials', message), header.name);
  }
  return SHOWABLE.test(name)
    ? { kind: 'profile', name, meant: null, notes: credentialsNotes(name, header) }
    : unread(header, invalidName(header), name);
}

function credentialsNotes(name: string, header: Header): readonly Omit<IniNote, 'line'>[] {
  const trailing = header.trailing && header.closed ? [trailingText()] : [];
  if (NAME.test(name)) {
    return trailing;
  }
  const hasQuotes = /["']/.test(name);
  const what = hasQuotes ? 'a section name with quotes, which are part of the name here' : nameOf(name);
  const code = !hasQuotes && /[ \t]/.test(name) ? 'blank-in-name' : 'special-name';
  return [warning(code, `${what}: the AWS SDK for Rust ignores the section`), ...trailing];
}

const NAME = /^[A-Za-z0-9_\-/.%@:+]+$/;
/** No control characters but the tab. */
const SHOWABLE = /^[^\0-\x08\x0a-\x1f\x7f-\x9f]+$/;
/** What the AWS CLI reads without quotes. */
const UNQUOTED = /^[^\0-\x20\x7f-\x9f"'\\]+$/;

function nameOf(name: string): string {
  return `a section name ${/[ \t]/.test(name) ? 'with a blank' : 'with characters beyond letters, digits and _ - / . % @ : +'}`;
}

/** Sections of other tools that live in the same file. */
const OTHERS: ReadonlySet<string> = new Set(['plugins', 'preview']);

const KINDS: readonly SectionKind[] = ['profile', 'sso-session', 'services'];

function kindOf(prefix: string | null): SectionKind | null {
  return KINDS.find((word) => word === prefix) ?? null;
}

function isName(header: Header): boolean {
  return (header.quoted ? SHOWABLE : UNQUOTED).test(header.name);
}

function oneWord(header: Header): SectionMeaning {
  const { name } = header;
  if (OTHERS.has(name)) {
    return unread(header, null);
  }
  const message = NAME.test(name)
    ? `[${printable(name, 80)}] is not a profile in the config file: write [profile ${printable(name, 80)}]`
    : 'a section of an unknown kind is ignored';
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
  const isPlain = NAME.test(header.name);
  const isLonger = header.prefix !== null && kindOf(header.prefix) === null;
  if (!header.quoted && !header.trailing && isPlain && !isLonger) {
    return NOTHING;
  }
  const notes = [];
  if (isLonger) {
    notes.push(
      warning(
        'longer-prefix',
        'a section header with extra words before the name: only the AWS CLI reads it',
      ),
    );
  }
  if (header.quoted) {
    notes.push(warning('quoted-name', `a section name in quotes: the AWS ${ignoring(isPlain)} the section`));
  } else if (!isPlain) {
    notes.push(warning('special-name', `${nameOf(header.name)}: the AWS ${ignoring(false)} the section`));
  }
  if (header.trailing) {
    notes.push(trailingText());
  }
  return notes;
}

/** The SDK for Rust refuses a name by its characters; the one for JavaScript loses quoted ones, too. */
function ignoring(isPlain: boolean): string {
  return isPlain ? 'SDK for Rust ignores' : 'SDKs for JavaScript and Rust ignore';
}

function trailingText(): Omit<IniNote, 'line'> {
  return warning('text-after-header', 'text after "]": some AWS SDKs ignore the section');
}

function unclosed(): Omit<IniNote, 'line'> {
  const message = 'a section header has no closing "]": its keys belong to no profile';
  return { severity: 'error', code: 'unclosed-header', message };
}

function invalidName({ prefix, name }: Header): Omit<IniNote, 'line'> {
  const hasBlank = /^[A-Za-z0-9_\-/.%@:+]+(?:[ \t]+[A-Za-z0-9_\-/.%@:+]+)+$/.test(name) && name.length <= 80;
  const message = hasBlank
    ? `a section name with a blank needs quotes: [${prefix ?? 'profile'} '${name}']; it is ignored`
    : 'a section name with control characters, or with quotes that do not close: it is ignored';
  return warning('invalid-name', message);
}

function warning(code: string, message: string): Omit<IniNote, 'line'> {
  return { severity: 'warning', code, message };
}
