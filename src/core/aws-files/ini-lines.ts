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
      message: 'the file begins with a byte order mark: the AWS CLI refuses it',
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
      message: 'a carriage return without a line feed ends a line here: some AWS SDKs do not read it so',
      line: body.slice(0, lone.index).split(LINE_END).length,
    });
  }
  return { lines: body.split(LINE_END), notes };
}

/** Index of the first character that is not a blank. Only spaces and tabs are blanks (docs/aws-files.md, "Lines"). */
export function indentOf(line: string): number {
  let at = 0;
  while (isBlank(line.charCodeAt(at))) {
    at += 1;
  }
  return at;
}

/** Without spaces and tabs at both ends. A loop, since `[ \t]+$` takes quadratic time on a long run of blanks. */
export function trimBlanks(text: string): string {
  let end = text.length;
  while (end > 0 && isBlank(text.charCodeAt(end - 1))) {
    end -= 1;
  }
  return text.slice(Math.min(indentOf(text), end), end);
}

function isBlank(code: number): boolean {
  return code === 32 || code === 9;
}
