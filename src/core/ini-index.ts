/** A header of a text, not read yet. */
export interface IndexedHeader {
  /** Where its line begins; the section ends where the next header begins. */
  readonly start: number;
  readonly end: number;
  /** The line, without its line feed. */
  readonly text: string;
}

/**
 * The headers of a text of AWS's dialect, found without reading what stands between them. Null where only reading line
 * by line tells what is a header: with an indented one, a lone carriage return or a byte order mark.
 */
export function indexHeaders(text: string): readonly IndexedHeader[] | null {
  if (text.startsWith('\uFEFF') || hasLoneReturn(text)) {
    return null;
  }
  const starts: number[] = [];
  for (let at = text.indexOf('['); at !== -1; at = text.indexOf('[', at + 1)) {
    const depth = depthInLine(text, at);
    if (depth === 0) {
      starts.push(at);
    } else if (depth !== null) {
      return null;
    }
  }
  return starts.map((start, index) => headerAt(text, start, starts[index + 1] ?? text.length));
}

/** Lines above a place in the text. */
export function linesBefore(text: string, place: number): number {
  let lines = 0;
  for (let at = text.indexOf('\n'); at !== -1 && at < place; at = text.indexOf('\n', at + 1)) {
    lines += 1;
  }
  return lines;
}

function headerAt(text: string, start: number, end: number): IndexedHeader {
  const lineEnd = text.indexOf('\n', start);
  return { start, end, text: text.slice(start, lineEnd === -1 || lineEnd > end ? end : lineEnd) };
}

/** How many blanks stand before a character, where there is nothing else; null where there is. */
function depthInLine(text: string, at: number): number | null {
  let before = at - 1;
  while (before >= 0 && isBlank(text.charCodeAt(before))) {
    before -= 1;
  }
  return before < 0 || text.charCodeAt(before) === LINE_FEED ? at - 1 - before : null;
}

function hasLoneReturn(text: string): boolean {
  for (let at = text.indexOf('\r'); at !== -1; at = text.indexOf('\r', at + 1)) {
    if (text.charCodeAt(at + 1) !== LINE_FEED) {
      return true;
    }
  }
  return false;
}

const LINE_FEED = 10;

function isBlank(code: number): boolean {
  return code === 32 || code === 9;
}
