import { isSpace } from './ini-lines.ts';

/** A section of a text, not read yet: from the first character of its header's line to the next header's. */
export interface IndexedSection {
  readonly start: number;
  readonly end: number;
  /** The header's line, without its end. */
  readonly header: string;
}

/**
 * Whether every `[` at the beginning of a line is a header, and nothing else is: not with an indented header, a lone
 * carriage return or a byte order mark. Such texts must be read line by line.
 */
export function isIndexable(text: string): boolean {
  return !text.startsWith('\uFEFF') && !hasLoneReturn(text) && !hasIndentedHeader(text);
}

/**
 * The sections whose header may have this name, in order. One native search through the text finds them, so that no
 * other header is looked at. Headers with quotes are included: a quoted name may be made of several parts.
 */
export function sectionsNaming(text: string, name: string): readonly IndexedSection[] {
  const starts = new Set([name, '"', "'", '\\'].flatMap((word) => headersWith(text, word)));
  return [...starts].toSorted((a, b) => a - b).map((start) => sectionAt(text, start));
}

/** Counts lines above places of a text; what lies above the last place is not counted again. */
export function lineCounter(text: string): (place: number) => number {
  let known = { place: 0, lines: 0 };
  return (place) => {
    let { lines, place: at } = place < known.place ? { place: 0, lines: 0 } : known;
    for (at = text.indexOf('\n', at); at !== -1 && at < place; at = text.indexOf('\n', at + 1)) {
      lines += 1;
    }
    known = { place, lines };
    return lines;
  };
}

/** Where the lines begin that hold the word and are headers. */
function headersWith(text: string, word: string): number[] {
  const starts = [];
  for (let at = text.indexOf(word); at !== -1;) {
    const start = at === 0 ? 0 : text.lastIndexOf('\n', at - 1) + 1;
    if (text[start] === '[') {
      starts.push(start);
    }
    const end = text.indexOf('\n', at);
    at = end === -1 ? -1 : text.indexOf(word, end + 1);
  }
  return starts;
}

function sectionAt(text: string, start: number): IndexedSection {
  const next = text.indexOf('\n[', start);
  const lineEnd = text.indexOf('\n', start);
  const header = text.slice(start, lineEnd === -1 ? text.length : lineEnd).replace(/\r$/, '');
  return { start, end: next === -1 ? text.length : next + 1, header };
}

/** Whether somewhere a `[` follows white space alone, on its line. */
function hasIndentedHeader(text: string): boolean {
  for (let at = text.indexOf('['); at !== -1; at = text.indexOf('[', at + 1)) {
    let before = at - 1;
    while (before >= 0 && text[before] !== '\n' && isSpace(text.charCodeAt(before))) {
      before -= 1;
    }
    if (before < at - 1 && (before < 0 || text[before] === '\n')) {
      return true;
    }
  }
  return false;
}

function hasLoneReturn(text: string): boolean {
  for (let at = text.indexOf('\r'); at !== -1; at = text.indexOf('\r', at + 1)) {
    if (text[at + 1] !== '\n') {
      return true;
    }
  }
  return false;
}
