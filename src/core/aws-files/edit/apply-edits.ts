import { AwscredError } from '../../../errors.ts';
import type { FileKind } from '../config-drafts.ts';
import { readHeader } from '../ini/ini-header.ts';
import { trimSpace, type IniNote } from '../ini/ini-lines.ts';
import { readIni } from '../ini/ini.ts';
import { quoted } from '../../text/printable.ts';
import { checkWords } from './check-words.ts';
import { documentText, type EditedFile, type EditedSection, type Line, readDocument } from './document.ts';
import type { FileEdit, SectionName } from './file-edit.ts';
import { checkDifference } from './difference.ts';
import { headerText, MANAGED } from './header-text.ts';
import { propertiesOf } from './section-properties.ts';
import {
  gone,
  insertKey,
  moveKeys,
  removeProperties,
  removeRepeated,
  renameKey,
  setKey,
} from './section-edits.ts';

/** One of AWS's files as text; `path` is for messages. */
export interface FileToEdit {
  readonly file: FileKind;
  readonly path: string;
  readonly text: string;
}

/**
 * The file's text after the edits, one after the other. Every byte outside what they change stays. AwscredError
 * CONFIG or CONFIG_SYNTAX, with the line where there is one, for what cannot be done exactly (docs/aws-files.md,
 * "Writing"): a section that stands twice, a malformed line in it, a name or value that cannot be written, and any
 * result that does not read back as exactly what was asked.
 */
export function applyEdits(at: FileToEdit, edits: readonly FileEdit[]): string {
  edits.forEach(checkWords);
  const editing = new Editing(at);
  edits.forEach((edit) => editing.apply(edit));
  const after = documentText(editing.document);
  checkDifference(at, after, edits);
  return after;
}

class Editing {
  readonly document: EditedFile;
  readonly #at: FileToEdit;
  readonly #checked = new Set<EditedSection>();
  #index: ReadonlyMap<string, readonly EditedSection[]>;

  constructor(at: FileToEdit) {
    this.#at = at;
    this.document = readDocument(at.file, at.text);
    this.#index = indexOf(this.document.sections);
  }

  apply(edit: FileEdit): void {
    const section = this.#find(edit.section) ?? (edit.change === 'set' ? this.#make(edit.section) : null);
    if (section === null) {
      if (edit.change === 'insert') {
        throw gone(`section ${quoted(edit.section.name)}`);
      }
      return;
    }
    this.#applyTo(section, edit);
  }

  #applyTo(section: EditedSection, edit: FileEdit): void {
    const target = edit.change === 'move' ? (this.#find(edit.to) ?? this.#make(edit.to)) : section;
    this.#refuseTaken(target, keysAdded(edit));
    switch (edit.change) {
      case 'set':
        edit.values.forEach(([key, value]) => setKey(section, key, value));
        break;
      case 'remove':
        removeProperties(section, ({ key }) => key !== null && edit.keys.includes(key));
        break;
      case 'rename':
        edit.keys.forEach(([from, to]) => renameKey(section, from, to));
        break;
      case 'insert':
        insertKey(section, edit.behind, [edit.key, edit.value]);
        break;
      case 'move':
        moveKeys(section, edit.keys, target);
        break;
      case 'remove-repeated':
        removeRepeated(section);
        break;
      case 'remove-section':
        this.#removeSection(section);
    }
  }

  #refuseTaken({ lines, line, header }: EditedSection, added: readonly string[]): void {
    const taken = propertiesOf(lines).find(({ key }) => key !== null && added.includes(key));
    if (taken !== undefined) {
      const message = `the section ${quoted(header.name)} has the key ${taken.key ?? ''} already: nothing was changed`;
      throw new AwscredError('CONFIG', message, { at: { file: this.#at.path, line: line + taken.start } });
    }
  }

  /** The one section of that name, sound; null where there is none. */
  #find(name: SectionName): EditedSection | null {
    const found = this.#index.get(keyOf(name)) ?? [];
    const [section, second] = found;
    const unclosed = this.#unclosed(name);
    const fault = unclosed ?? second;
    if (fault !== undefined) {
      const what = unclosed === undefined ? 'stands twice' : 'has a header without "]"';
      throw new AwscredError('CONFIG', `the section ${quoted(name.name)} ${what}: nothing was changed`, {
        at: { file: this.#at.path, line: fault.line },
        hints: [unclosed === undefined ? 'make one section of the two' : 'correct the header'],
      });
    }
    if (section !== undefined) {
      this.#check(section, name);
    }
    return section ?? null;
  }

  #unclosed({ kind, name }: SectionName): EditedSection | undefined {
    return kind === 'profile'
      ? (this.#index.get(MEANT + name) ?? []).find(({ header }) => !header.closed)
      : undefined;
  }

  #check(section: EditedSection, name: SectionName): void {
    if (this.#checked.has(section)) {
      return;
    }
    const notes: IniNote[] = [];
    const text = section.lines.map((line) => line.text).join('\n');
    const [read] = readIni(text, notes, section.line - 1);
    const fault = read?.notes.find(({ severity }) => severity === 'error');
    if (fault !== undefined) {
      const message = `the section ${quoted(name.name)} has a malformed line (${fault.message}): nothing was changed`;
      throw new AwscredError('CONFIG_SYNTAX', message, {
        at: { file: this.#at.path, line: fault.line },
        hints: ['correct that line first'],
      });
    }
    this.#checked.add(section);
  }

  /** A new section at the file's end, a blank line before it. */
  #make(name: SectionName): EditedSection {
    const { sections, preamble, lineEnd } = this.document;
    const text = headerText(this.#at.file, name);
    const lines = [MANAGED, text].map((each): Line => ({ text: each, end: lineEnd }));
    const section: EditedSection = {
      name,
      meant: null,
      header: readHeader(text),
      line: 1,
      lines: lines.slice(1),
    };
    const above = sections.at(-1);
    const last = (above?.lines ?? preamble).at(-1);
    const isApart = last === undefined || trimSpace(last.text) === '';
    const before: Line[] = isApart ? lines.slice(0, 1) : [{ text: '', end: lineEnd }, ...lines.slice(0, 1)];
    if (above === undefined) {
      this.document.preamble.push(...before);
    } else {
      above.lines = [...above.lines, ...before];
    }
    sections.push(section);
    this.#checked.add(section);
    this.#index = indexOf(sections);
    return section;
  }

  /** Its own lines, the mark above it and blank lines at its end; a comment that touches the next header stays. */
  #removeSection(section: EditedSection): void {
    const { sections, preamble } = this.document;
    const at = sections.indexOf(section);
    const above = sections[at - 1];
    const kept = commentAtEnd(section.lines);
    const before = withoutMark(above?.lines ?? preamble);
    const whole = sections[at + 1] === undefined ? withoutBlankEnd(before) : before;
    if (above === undefined) {
      preamble.splice(0, preamble.length, ...whole, ...kept);
    } else {
      above.lines = [...whole, ...kept];
    }
    sections.splice(at, 1);
    this.#index = indexOf(sections);
  }
}

/** Keys that an edit puts where none of that name may stand. */
function keysAdded(edit: FileEdit): readonly string[] {
  switch (edit.change) {
    case 'insert':
      return [edit.key];
    case 'rename':
      return edit.keys.map(([, to]) => to);
    case 'move':
      return edit.keys;
    default:
      return [];
  }
}

const MEANT = 'meant ';

function indexOf(sections: readonly EditedSection[]): ReadonlyMap<string, readonly EditedSection[]> {
  const index = new Map<string, EditedSection[]>();
  for (const section of sections) {
    const key =
      section.name === null ? (section.meant === null ? null : MEANT + section.meant) : keyOf(section.name);
    if (key !== null) {
      const others = index.get(key);
      if (others === undefined) {
        index.set(key, [section]);
      } else {
        others.push(section);
      }
    }
  }
  return index;
}

function keyOf({ kind, name }: SectionName): string {
  return `${kind} ${name}`;
}

/** The comment lines that end a section, with no blank line behind them. */
function commentAtEnd(lines: readonly Line[]): readonly Line[] {
  const start = lines.findLastIndex(({ text }) => !/^[#;]/.test(trimSpace(text))) + 1;
  return lines.slice(Math.max(start, 1));
}

function withoutMark(lines: readonly Line[]): readonly Line[] {
  return lines.at(-1)?.text === MANAGED ? lines.slice(0, -1) : lines;
}

function withoutBlankEnd(lines: readonly Line[]): readonly Line[] {
  return lines.at(-1)?.text === '' ? lines.slice(0, -1) : lines;
}
