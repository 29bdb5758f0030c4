import { isPrefixedDefault, meaningIn, type FileKind } from '../config-drafts.ts';
import { type Header, readHeader } from '../ini/ini-header.ts';
import { indentOf } from '../ini/ini-lines.ts';
import { lineKind } from '../ini/line-kind.ts';
import type { SectionName } from './file-edit.ts';

/** A line with the characters that end it; none for a last line without. */
export interface Line {
  readonly text: string;
  readonly end: string;
}

/** A section's lines, its header first, up to the next header. */
export interface EditedSection {
  /** What it is to a reader; null for what awscred does not read. */
  readonly name: SectionName | null;
  /** For a section that is not read: the profile that its author may have meant. */
  readonly meant: string | null;
  readonly header: Header;
  /** Of the header, in the file as it was; counts from 1. */
  readonly line: number;
  lines: readonly Line[];
}

/** One of AWS's files as lines. Every byte of it is in exactly one of them. */
export interface EditedFile {
  readonly file: FileKind;
  readonly hasMark: boolean;
  /** Above the first header. */
  readonly preamble: Line[];
  readonly sections: EditedSection[];
  /** What ends a line that is added where no neighbour says so. */
  readonly lineEnd: string;
  /** Whether the last line has no end: it stays so. */
  readonly endsOpen: boolean;
}

const MARK = '\uFEFF';

export function readDocument(file: FileKind, text: string): EditedFile {
  const hasMark = text.startsWith(MARK);
  const lines = linesOf(hasMark ? text.slice(1) : text);
  const { preamble, sections } = split(lines, file);
  return {
    file,
    hasMark,
    preamble,
    sections,
    lineEnd: lines.find(({ end }) => end !== '')?.end ?? '\n',
    endsOpen: lines.at(-1)?.end === '',
  };
}

/** The text of the file. Where nothing was changed it is the one that was read. */
export function documentText(document: EditedFile): string {
  const { hasMark, preamble, sections, lineEnd, endsOpen } = document;
  const lines = [...preamble, ...sections.flatMap((section) => section.lines)];
  const last = lines.length - 1;
  const texts = lines.map(({ text, end }, at) =>
    at === last && endsOpen ? text : `${text}${end === '' ? lineEnd : end}`,
  );
  return `${hasMark ? MARK : ''}${texts.join('')}`;
}

function linesOf(text: string): readonly Line[] {
  return Array.from(text.matchAll(/([^\r\n]*)(\r\n|\n|\r|$)/g), ([, line = '', end = '']) => ({
    text: line,
    end,
  })).filter((line) => line.text !== '' || line.end !== '');
}

function split(
  lines: readonly Line[],
  file: FileKind,
): { readonly preamble: Line[]; readonly sections: EditedSection[] } {
  const starts = headersIn(lines);
  const headers = starts.map((at) => headerAt(lines[at]?.text ?? ''));
  const hidesDefault = file === 'config' && headers.some(isPrefixedDefault);
  const sections = headers.map((header, index): EditedSection => {
    const start = starts[index] ?? 0;
    const named = nameOf(header, file, hidesDefault);
    return { ...named, header, line: start + 1, lines: lines.slice(start, starts[index + 1]) };
  });
  return { preamble: lines.slice(0, starts[0]), sections };
}

function headerAt(text: string): Header {
  return readHeader(text.slice(indentOf(text)));
}

/** By the reader's own rule of what a header is: a deeper `[` may continue a value. */
function headersIn(lines: readonly Line[]): readonly number[] {
  const starts: number[] = [];
  let open = Number.POSITIVE_INFINITY;
  for (const [at, { text }] of lines.entries()) {
    const indent = indentOf(text);
    const kind = lineKind(text, indent, open);
    if (kind === 'header') {
      starts.push(at);
      open = Number.POSITIVE_INFINITY;
    } else if (kind === 'property' && starts.length > 0) {
      open = indent;
    }
  }
  return starts;
}

function nameOf(
  header: Header,
  file: FileKind,
  hidesDefault: boolean,
): Pick<EditedSection, 'name' | 'meant'> {
  const { kind, name, meant } = meaningIn(file)(header);
  if (kind === null) {
    return { name: null, meant };
  }
  const isHidden = hidesDefault && kind === 'profile' && name === 'default' && !isPrefixedDefault(header);
  return { name: isHidden ? null : { kind, name }, meant: null };
}
