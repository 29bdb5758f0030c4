import { type Header, readHeader } from './ini-header.ts';
import { droppedSpace, indentOf, type IniNote, toLines, trimBlanks, trimSpace } from './ini-lines.ts';
import { lineKind } from './line-kind.ts';
import { readNested, readProperty } from './ini-property.ts';
import { holdsSecretPair } from '../secret-key.ts';

/** A key (lower-cased) with its text, or with the keys of its nested block. `line` counts from 1. */
export interface IniEntry {
  readonly key: string;
  readonly line: number;
  readonly value: string | readonly IniEntry[];
}

/** A header and what follows it, in file order, duplicates and all. */
export interface IniSection {
  readonly header: Header;
  readonly line: number;
  readonly entries: readonly IniEntry[];
  readonly notes: readonly IniNote[];
}

/**
 * Reads AWS's dialect of INI (docs/aws-files.md, "Lines"): turns lines into sections, one at a time, so
 * that a large file needs little memory. It never fails: a malformed line becomes a note of its section; notes about
 * the file and about lines before any section are added to `notes`. Takes time linear in the size of the text, which
 * may be a part of a file that begins with a header, with `above` lines before it.
 */
export function* readIni(text: string, notes: IniNote[], above: number = 0): Generator<IniSection, void> {
  const { lines, notes: found } = toLines(text);
  notes.push(...found);
  const reader: Reader = { notes, section: null, openIndent: NONE_OPEN, openEntry: null };
  for (let number = 1; number <= lines.length; number += 1) {
    const { section } = reader;
    readLine(reader, lines[number - 1] ?? '', above + number);
    if (section !== null && reader.section !== section) {
      yield section;
    }
  }
  if (reader.section !== null) {
    yield reader.section;
  }
}

interface Reader {
  readonly notes: IniNote[];
  section: MutableSection | null;
  /** How deep the property stands that a deeper line continues; NONE_OPEN where there is none. */
  openIndent: number;
  /** Null for a malformed line: its continuation lines are dropped with it. */
  openEntry: MutableEntry | null;
}

interface MutableSection extends IniSection {
  readonly entries: MutableEntry[];
  readonly notes: IniNote[];
  hasIndentedKey: boolean;
}

interface MutableEntry extends IniEntry {
  value: string | IniEntry[];
}

const NONE_OPEN = Number.POSITIVE_INFINITY;

function readLine(reader: Reader, line: string, number: number): void {
  const indent = indentOf(line);
  switch (lineKind(line, indent, reader.openIndent)) {
    case 'blank':
      return;
    case 'comment':
      if (indent > 0) {
        note(reader, 'indented-comment', 'an indented comment: some AWS SDKs read it as a value', number);
      }
      return;
    case 'continuation':
      continueProperty(reader, line, number);
      return;
    case 'header':
      startSection(reader, line.slice(indent), number);
      if (indent > 0) {
        note(reader, 'indented-header', 'an indented section header: some AWS SDKs reject it', number);
      }
      return;
    case 'property':
      startProperty(reader, line, number, indent);
  }
}

function startSection(reader: Reader, text: string, number: number): void {
  reader.section = {
    header: readHeader(text),
    line: number,
    entries: [],
    notes: [],
    hasIndentedKey: false,
  };
  reader.openIndent = NONE_OPEN;
}

function startProperty(reader: Reader, line: string, number: number, indent: number): void {
  const { section } = reader;
  if (section === null) {
    const message = 'a line before any section';
    reader.notes.push({ severity: 'error', code: 'line-before-section', message, line: number });
    return;
  }
  if (indent > 0 && !section.hasIndentedKey) {
    section.hasIndentedKey = true;
    note(reader, 'indented-key', 'indented keys: some AWS SDKs do not read them', number);
  }
  const entry = readProperty(line.slice(indent), number, section.notes);
  if (entry !== null) {
    section.entries.push(entry);
  }
  reader.openIndent = indent;
  reader.openEntry = entry;
}

function continueProperty(reader: Reader, line: string, number: number): void {
  const entry = reader.openEntry;
  const text = trimBlanks(line);
  if (holdsSecretPair(trimSpace(text))) {
    // As a part of the value above it would be printed with that value.
    const message =
      'a secret key on a line that is indented deeper than the key above it, so it is not a key of its own';
    notesOf(reader).push({ severity: 'error', code: 'secret-in-continuation', message, line: number });
  } else if (entry !== null) {
    addToEntry(entry, { text, number, notes: notesOf(reader) });
  }
}

interface Continuation {
  readonly text: string;
  readonly number: number;
  readonly notes: IniNote[];
}

function addToEntry(entry: MutableEntry, { text, number, notes }: Continuation): void {
  if (typeof entry.value === 'string' && entry.value !== '') {
    entry.value += `\n${trimSpace(text)}`;
    const dropped = droppedSpace(text, number);
    notes.push(...(dropped === null ? [] : [dropped]));
    return;
  }
  // A key without a value of its own, and deeper lines after it: a nested block.
  const block = typeof entry.value === 'string' ? [] : entry.value;
  entry.value = block;
  const nested = readNested(text, number, notes);
  if (nested !== null) {
    block.push(nested);
  }
}

function notesOf(reader: Reader): IniNote[] {
  return reader.section?.notes ?? reader.notes;
}

function note(reader: Reader, code: string, message: string, line: number): void {
  notesOf(reader).push({ severity: 'warning', code, message, line });
}
