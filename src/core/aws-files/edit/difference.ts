import { AwscredError } from '../../../errors.ts';
import { isPrefixedDefault, meaningIn, type FileKind } from '../config-drafts.ts';
import type { Header } from '../ini/ini-header.ts';
import type { IniNote } from '../ini/ini-lines.ts';
import { type IniEntry, readIni } from '../ini/ini.ts';
import type { FileEdit, SectionName } from './file-edit.ts';

/** What a reader takes from a section: its header's meaning, its keys in order with their values, and its faults. */
interface Reading {
  readonly id: string;
  entries: readonly Entry[];
  readonly faults: readonly string[];
}

type Entry = readonly [key: string, value: unknown];

/**
 * Reads the text before and after with the reader itself, and compares the difference with what was asked.
 * AwscredError CONFIG where there is any other one.
 */
export function checkDifference(
  { file, path, text }: { readonly file: FileKind; readonly path: string; readonly text: string },
  after: string,
  edits: readonly FileEdit[],
): void {
  const expected = new Expected(readingOf(file, text));
  edits.forEach((edit) => expected.apply(edit));
  if (JSON.stringify(expected.readings()) !== JSON.stringify(readingOf(file, after))) {
    const message = 'the change cannot be made so that it reads back as exactly what was asked';
    throw new AwscredError('CONFIG', `${message}: nothing was changed`, {
      at: { file: path, line: null },
      hints: ['edit the file yourself; `awscred doctor` shows the lines that AWS tools read differently'],
    });
  }
}

function readingOf(file: FileKind, text: string): Reading[] {
  const notes: IniNote[] = [];
  const sections = [...readIni(text, notes)];
  const hidesDefault = file === 'config' && sections.some(({ header }) => isPrefixedDefault(header));
  const readings = sections.map(({ header, entries, notes: found }) => ({
    id: idOf(header, file, hidesDefault),
    entries: entries.map(entryOf),
    faults: found.filter(({ severity }) => severity === 'error').map(({ code }) => code),
  }));
  // What stands above the first section is a fault too, and stays.
  const above = notes.filter(({ severity }) => severity === 'error').map(({ code }) => code);
  return [{ id: '', entries: [], faults: above }, ...readings];
}

function idOf(header: Header, file: FileKind, hidesDefault: boolean): string {
  const { kind, name } = meaningIn(file)(header);
  const isHidden = hidesDefault && kind === 'profile' && name === 'default' && !isPrefixedDefault(header);
  return kind === null || isHidden ? `unread ${header.inner}` : idFor({ kind, name });
}

function idFor({ kind, name }: SectionName): string {
  return `${kind} ${name}`;
}

function entryOf({ key, value }: IniEntry): Entry {
  return [key, typeof value === 'string' ? value : value.map(entryOf)];
}

/** What a reader should find after the edits; made without regard to lines. */
class Expected {
  readonly #readings: Set<Reading>;
  readonly #byId = new Map<string, Reading>();

  constructor(readings: readonly Reading[]) {
    this.#readings = new Set(readings);
    // The first of a name: edits of a section that stands twice are refused before.
    readings.toReversed().forEach((reading) => this.#byId.set(reading.id, reading));
  }

  readings(): readonly Reading[] {
    return [...this.#readings];
  }

  apply(edit: FileEdit): void {
    const id = idFor(edit.section);
    const reading = this.#byId.get(id) ?? (edit.change === 'set' ? this.#made(id) : null);
    if (reading === null) {
      return;
    }
    if (edit.change === 'remove-section') {
      this.#readings.delete(reading);
      this.#byId.delete(id);
    } else if (edit.change === 'move') {
      const isMoved = ([key]: Entry): boolean => edit.keys.includes(key);
      const target = idFor(edit.to);
      const to = this.#byId.get(target) ?? this.#made(target);
      const moved = reading.entries.filter(isMoved);
      reading.entries = reading.entries.filter((entry) => !isMoved(entry));
      to.entries = [...to.entries, ...moved];
    } else {
      reading.entries = entriesAfter(reading.entries, edit);
    }
  }

  #made(id: string): Reading {
    const reading: Reading = { id, entries: [], faults: [] };
    this.#readings.add(reading);
    this.#byId.set(id, reading);
    return reading;
  }
}

type EditOfKeys = Exclude<FileEdit, { readonly change: 'move' | 'remove-section' }>;

function entriesAfter(entries: readonly Entry[], edit: EditOfKeys): readonly Entry[] {
  switch (edit.change) {
    case 'set':
      return edit.values.reduce(withValue, entries);
    case 'remove':
      return entries.filter(([key]) => !edit.keys.includes(key));
    case 'rename':
      return edit.keys.reduce(
        (all, [from, to]) => all.map(([key, value]): Entry => [key === from ? to : key, value]),
        entries,
      );
    case 'insert': {
      const at = entries.findLastIndex(([key]) => key === edit.behind);
      return entries.toSpliced(at + 1, 0, [edit.key, edit.value]);
    }
    case 'remove-repeated':
      return entries.filter(([key], at) => entries.findLastIndex(([other]) => other === key) === at);
  }
}

function withValue(entries: readonly Entry[], [key, value]: Entry): readonly Entry[] {
  const at = entries.findLastIndex(([other]) => other === key);
  return at === -1 ? [...entries, [key, value]] : entries.with(at, [key, value]);
}
