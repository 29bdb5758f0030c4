import { type Drafts, draftsOf, type FileKind, isPrefixedDefault, meaningIn } from './config-drafts.ts';
import type { SectionKind, SectionMeaning } from './config-sections.ts';
import { type Header, readHeader } from './ini/ini-header.ts';
import { type IndexedSection, isIndexable, lineCounter, sectionsNaming } from './ini/ini-index.ts';
import type { IniNote } from './ini/ini-lines.ts';
import { type IniSection, readIni } from './ini/ini.ts';

/** One of AWS's files of which sections are read when they are asked for (docs/aws-files.md, "Speed"). */
export interface DraftsOnDemand {
  /** What the file says about the section of that kind and name. */
  of(kind: SectionKind, name: string): Drafts;
}

/** Null where the file must be read line by line. */
export function draftsOnDemand(file: FileKind, path: string, text: string): DraftsOnDemand | null {
  return isIndexable(text) ? new IndexedFile(file, path, text) : null;
}

interface Found extends IndexedSection {
  readonly read: Header;
}

class IndexedFile implements DraftsOnDemand {
  readonly #file: FileKind;
  readonly #path: string;
  readonly #text: string;
  readonly #linesAbove: (place: number) => number;

  constructor(file: FileKind, path: string, text: string) {
    this.#file = file;
    this.#path = path;
    this.#text = text;
    this.#linesAbove = lineCounter(text);
  }

  of(kind: SectionKind, name: string): Drafts {
    const notes: IniNote[] = [];
    const meaningOf = meaningIn(this.#file);
    const found = sectionsNaming(this.#text, name).map((at) => ({ ...at, read: readHeader(at.header) }));
    const sections = found
      .filter(({ read }) => bearsOn(meaningOf(read), kind, name))
      .flatMap((at) => this.#sections(at, notes));
    const hidesDefault =
      this.#file === 'config' && name === 'default' && found.some(({ read }) => isPrefixedDefault(read));
    return draftsOf(sections, notes, { file: this.#file, path: this.#path, hidesDefault });
  }

  #sections({ start, end }: Found, notes: IniNote[]): readonly IniSection[] {
    return [...readIni(this.#text.slice(start, end), notes, this.#linesAbove(start))];
  }
}

/** A header that lacks its "]" breaks the profile that its author may have meant. */
function bearsOn(meaning: SectionMeaning, kind: SectionKind, name: string): boolean {
  return meaning.kind === null
    ? kind === 'profile' && meaning.meant === name
    : meaning.kind === kind && meaning.name === name;
}
