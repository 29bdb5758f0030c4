/** Something the reader noticed, at a line that counts from 1. Never quotes the line. */
export interface IniNote {
  readonly severity: 'error' | 'warning';
  readonly code: string;
  readonly message: string;
  readonly line: number;
}

const LINE_END = /\r\n|\n|\r/;

/** Splits at LF, CRLF and lone CR, without a leading byte order mark. Adds a note about what other tools refuse. */
export function toLines(text: string): { readonly lines: readonly string[]; readonly notes: IniNote[] } {
  const notes: IniNote[] = [];
  const body = text.startsWith('\uFEFF') ? text.slice(1) : text;
  if (body.length < text.length) {
    notes.push({
      severity: 'warning',
      code: 'byte-order-mark',
      message: 'the file begins with a byte order mark: the AWS CLI rejects it',
      line: 1,
    });
  }
  if (!body.includes('\r')) {
    return { lines: body.split('\n'), notes };
  }
  const lone = /\r(?!\n)/.exec(body);
  if (lone !== null) {
    notes.push({
      severity: 'warning',
      code: 'lone-carriage-return',
      message: 'a carriage return without a line feed ends a line here: some AWS SDKs do not accept that',
      line: body.slice(0, lone.index).split(LINE_END).length,
    });
  }
  return { lines: body.split(LINE_END), notes };
}

/** Index of the first character that is not white space. */
export function indentOf(line: string): number {
  let at = 0;
  while (isSpace(line.charCodeAt(at))) {
    at += 1;
  }
  return at;
}

/** Without spaces and tabs at both ends. A loop, since `[ \t]+$` takes quadratic time on a long run of blanks. */
export function trimBlanks(text: string): string {
  return trimmed(text, isBlank);
}

/** Without white space at both ends: what Python's `str.strip` drops, and so the AWS CLI around keys and values. */
export function trimSpace(text: string): string {
  return trimmed(text, isSpace);
}

function trimmed(text: string, isDropped: (code: number) => boolean): string {
  let end = text.length;
  while (end > 0 && isDropped(text.charCodeAt(end - 1))) {
    end -= 1;
  }
  let start = 0;
  while (start < end && isDropped(text.charCodeAt(start))) {
    start += 1;
  }
  return text.slice(start, end);
}

function isBlank(code: number): boolean {
  return code === 32 || code === 9;
}

/** As Python's `str.isspace`: U+FEFF, which JavaScript trims, is none; U+0085 and U+001C to U+001F are. */
export function isSpace(code: number): boolean {
  if (code < 128) {
    return code === 32 || (code >= 9 && code <= 13) || (code >= 28 && code <= 31);
  }
  return SPACES.has(code) || (code >= 0x2000 && code <= 0x200a);
}

const SPACES: ReadonlySet<number> = new Set([0x85, 0xa0, 0x1680, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000]);

/** That white space besides spaces and tabs stood around a text, and was dropped; null where none did. */
export function droppedSpace(text: string, line: number): IniNote | null {
  const plain = trimBlanks(text);
  const kept = trimSpace(plain);
  if (kept.length === plain.length) {
    return null;
  }
  const code = plain.charCodeAt(plain.startsWith(kept) ? plain.length - 1 : 0);
  const name = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
  const message = `an invisible blank (${name}) beside a key or value is dropped, as the AWS CLI does: AWS SDKs may keep it`;
  return { severity: 'warning', code: 'invisible-blank', message, line };
}
