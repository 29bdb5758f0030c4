import { type Drafts, draftsOf, type FileKind, isPrefixedDefault, meaningIn } from './config-drafts.ts';
import type { SectionKind, SectionMeaning } from './config-sections.ts';
import { type Header, readHeader } from './ini-header.ts';
import { type IndexedHeader, indexHeaders, linesBefore } from './ini-index.ts';
import type { IniNote } from './ini-lines.ts';
import { type IniSection, readIni } from './ini.ts';

/** One of AWS's files of which sections are read when they are asked for (`reference/config.md` §5). */
export interface DraftsOnDemand {
  /** Of all that the file says, what bears on the section of that kind and name. */
  of(kind: SectionKind, name: string): Drafts;
}

/** Null where the file can only be read from its beginning to its end. */
export function draftsOnDemand(file: FileKind, path: string, text: string): DraftsOnDemand | null {
  const headers = indexHeaders(text);
  return headers === null ? null : new IndexedFile(file, path, text, headers);
}

class IndexedFile implements DraftsOnDemand {
  readonly #file: FileKind;
  readonly #path: string;
  readonly #text: string;
  readonly #headers: readonly IndexedHeader[];

  constructor(...[file, path, text, headers]: [FileKind, string, string, readonly IndexedHeader[]]) {
    this.#file = file;
    this.#path = path;
    this.#text = text;
    this.#headers = headers;
  }

  of(kind: SectionKind, name: string): Drafts {
    const notes: IniNote[] = [];
    const hidesDefault = this.#file === 'config' && name === 'default' && this.#hidesDefault();
    const sections = this.#naming(name)
      .filter(({ header }) => bearsOn(meaningIn(this.#file)(header), kind, name))
      .flatMap(({ at }) => this.#read(at, notes));
    return draftsOf(sections, notes, { file: this.#file, path: this.#path, hidesDefault });
  }

  #read({ start, end }: IndexedHeader, notes: IniNote[]): readonly IniSection[] {
    return [...readIni(this.#text.slice(start, end), notes, linesBefore(this.#text, start))];
  }

  #hidesDefault(): boolean {
    return this.#naming('default').some(({ header }) => isPrefixedDefault(header));
  }

  /** Headers that may name it: nearly all are seen not to without being read. In quotes a name may be put together. */
  #naming(name: string): readonly { readonly at: IndexedHeader; readonly header: Header }[] {
    return this.#headers
      .filter(({ text }) => text.includes(name) || text.includes('"') || text.includes("'"))
      .map((at) => ({ at, header: readHeader(at.text.replace(/\r$/, '')) }));
  }
}

/** A header that lacks its "]" breaks the profile that its author may have meant. */
function bearsOn(meaning: SectionMeaning, kind: SectionKind, name: string): boolean {
  return meaning.kind === null
    ? kind === 'profile' && meaning.meant === name
    : meaning.kind === kind && meaning.name === name;
}
