import { type Diagnostic, INHERITING, type Property } from './config-model.ts';
import {
  configSection,
  credentialsSection,
  type SectionKind,
  type SectionMeaning,
} from './config-sections.ts';
import type { Header } from './ini/ini-header.ts';
import type { IniNote } from './ini/ini-lines.ts';
import { type IniEntry, type IniSection, readIni } from './ini/ini.ts';
import { isSecretKey } from './secret-key.ts';
import { Secret } from '../secret.ts';

/** A section of one file, its duplicates merged; becomes a Section or a Profile in core/aws-files/config.ts. */
export interface Draft {
  readonly name: string;
  readonly file: string;
  readonly line: number;
  readonly properties: Map<string, Property>;
  readonly faults: Diagnostic[];
}

/** The sections of one file, and what was noted about them. */
export interface Drafts {
  readonly sections: Readonly<Record<SectionKind, Map<string, Draft>>>;
  readonly diagnostics: Diagnostic[];
}

/** Which of AWS's two files. */
export type FileKind = 'config' | 'credentials';

/** Reads one of AWS's two files into named sections. Never fails: what is wrong is a diagnostic. */
export function readDrafts(file: FileKind, path: string, text: string): Drafts {
  const notes: IniNote[] = [];
  const hidesDefault = file === 'config' && hasPrefixedDefault(text);
  return draftsOf(readIni(text, notes), notes, { file, path, hidesDefault });
}

/** The file that the sections are in. */
interface DraftsFile {
  readonly file: FileKind;
  readonly path: string;
  /** Whether `[default]` is ignored, since there is a `[profile default]`. */
  readonly hidesDefault: boolean;
}

/** Turns sections in file order into named sections, with the notes made while reading them. */
export function draftsOf(sections: Iterable<IniSection>, notes: readonly IniNote[], of: DraftsFile): Drafts {
  const { file, path, hidesDefault } = of;
  const drafts: Drafts = {
    sections: { profile: new Map(), 'sso-session': new Map(), services: new Map() },
    diagnostics: [],
  };
  const meaningOf = meaningIn(file);
  for (const section of sections) {
    const meaning = meaningOf(section.header);
    const isDefault = meaning.kind === 'profile' && meaning.name === 'default';
    const isHidden = hidesDefault && isDefault && !isPrefixedDefault(section.header);
    addSection(drafts, section, { path, meaning: isHidden ? HIDDEN_DEFAULT : meaning });
  }
  notes.forEach((note) => drafts.diagnostics.push({ ...note, file: path, profile: null }));
  drafts.diagnostics.sort((a, b) => a.line - b.line);
  return drafts;
}

// The quick test rules out nearly every file; only the others are read for their headers.
function hasPrefixedDefault(text: string): boolean {
  return (
    /^[ \t]*\[[ \t]*profile[^\n\r]*(?:default|["'\\])/m.test(text) &&
    [...readIni(text, [])].some(({ header }) => isPrefixedDefault(header))
  );
}

/** What a header means in a file. */
export function meaningIn(file: FileKind): (header: Header) => SectionMeaning {
  return file === 'config' ? configSection : credentialsSection;
}

export function isPrefixedDefault(header: Header): boolean {
  return header.prefix === 'profile' && header.name === 'default' && header.closed;
}

const HIDDEN_DEFAULT: SectionMeaning = {
  kind: null,
  name: 'default',
  meant: null,
  notes: [
    {
      severity: 'warning',
      code: 'default-hidden',
      message:
        '[default] is ignored because [profile default] exists too; the AWS CLI uses the later of the two',
    },
  ],
};

interface Place {
  readonly path: string;
  readonly meaning: SectionMeaning;
}

function addSection(drafts: Drafts, section: IniSection, { path, meaning }: Place): void {
  const profile = meaning.kind === 'profile' ? meaning.name : meaning.meant;
  const say = (note: IniNote): Diagnostic => {
    const diagnostic = { ...note, file: path, profile };
    drafts.diagnostics.push(diagnostic);
    return diagnostic;
  };
  meaning.notes.forEach((note) => say({ ...note, line: section.line }));
  const found = section.notes.map(say);
  if (meaning.kind === null) {
    return;
  }
  const { draft, isNew } = draftOf(drafts, section, { path, meaning, kind: meaning.kind });
  if (!isNew) {
    say(
      warning('duplicate-section', 'the section appears twice: the AWS CLI rejects the file', section.line),
    );
  }
  found.filter(({ severity }) => severity === 'error').forEach((fault) => draft.faults.push(fault));
  section.entries.forEach((entry) => addEntry(draft, entry, say));
}

function draftOf(
  drafts: Drafts,
  section: IniSection,
  { path, meaning, kind }: Place & { kind: SectionKind },
): { draft: Draft; isNew: boolean } {
  const known = drafts.sections[kind].get(meaning.name);
  if (known !== undefined) {
    return { draft: known, isNew: false };
  }
  const draft = { name: meaning.name, file: path, line: section.line, properties: new Map(), faults: [] };
  drafts.sections[kind].set(meaning.name, draft);
  return { draft, isNew: true };
}

function addEntry(draft: Draft, entry: IniEntry, say: (note: IniNote) => Diagnostic): void {
  if (draft.properties.has(entry.key)) {
    const message = `${entry.key} appears twice, and the last one counts: the AWS CLI rejects the file`;
    say(warning('duplicate-key', message, entry.line));
  }
  if (INHERITING.includes(entry.key)) {
    const message = `${entry.key} is aws-vault's: neither AWS's tools nor awscred read the profile it names`;
    say(warning('aws-vault-key', message, entry.line));
  }
  if (typeof entry.value !== 'string' && isSecretKey(entry.key)) {
    // This may be a secret that contains an equals sign, so no part of it is kept as a name.
    const message = `the value of ${entry.key} must be on the same line`;
    draft.faults.push(say({ severity: 'error', code: 'secret-block', message, line: entry.line }));
    draft.properties.delete(entry.key);
    return;
  }
  draft.properties.set(entry.key, toProperty(entry, draft.file, say));
}

function toProperty(entry: IniEntry, file: string, say: (note: IniNote) => Diagnostic): Property {
  const { key, line, value } = entry;
  if (typeof value === 'string') {
    return { value: isSecretKey(key) ? new Secret(value) : value, file, line };
  }
  const block = new Map<string, Property>();
  for (const nested of value) {
    if (block.has(nested.key)) {
      say(
        warning(
          'duplicate-key',
          `a key of the block ${key} appears twice, and the last one counts`,
          nested.line,
        ),
      );
    }
    block.set(nested.key, toProperty(nested, file, say));
  }
  return { value: block, file, line };
}

function warning(code: string, message: string, line: number): IniNote {
  return { severity: 'warning', code, message, line };
}
