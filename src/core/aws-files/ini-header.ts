import { trimBlanks } from './ini-lines.ts';

/** A section header as written: `[profile foo]`. What it means depends on the file: core/aws-files/config-sections.ts. */
export interface Header {
  /** The first of two or more words, e.g. `profile`; null where there is one word. */
  readonly prefix: string | null;
  /** What follows the prefix, blanks inside kept. */
  readonly name: string;
  /** All between the brackets, trimmed. */
  readonly inner: string;
  /** Whether the name stood in quotes, as the AWS CLI writes names with a blank. */
  readonly quoted: boolean;
  /** False where `]` is missing; prefix and name are then a guess. */
  readonly closed: boolean;
  /** Whether there is more than a comment after `]`. */
  readonly trailing: boolean;
}

// `[profile 'a b']`, `[profile "a#b"]`, `["a b"]`
const QUOTED = /^\[[ \t]*(?:([^ \t"'\]#;]+)[ \t]+)?(["'])([^"'\]]*)\2[ \t]*\](.*)$/s;

/** Reads a header from a line that begins with `[`. In a header a comment needs no blank before it. */
export function readHeader(line: string): Header {
  return (/["']/.test(line) ? readQuoted(line) : null) ?? readPlain(line);
}

function readQuoted(line: string): Header | null {
  const match = QUOTED.exec(line);
  if (match === null) {
    return null;
  }
  const [, prefix, , name = '', rest = ''] = match;
  const inner = prefix === undefined ? name : `${prefix} ${name}`;
  const trailing = !/^[ \t]*(?:[#;]|$)/.test(rest);
  return { prefix: prefix ?? null, name, inner, quoted: true, closed: true, trailing };
}

function readPlain(line: string): Header {
  const comment = line.search(/[#;]/);
  const text = comment === -1 ? line : line.slice(0, comment);
  const end = text.indexOf(']');
  const inner = trimBlanks(text.slice(1, end === -1 ? undefined : end));
  const gap = inner.search(/[ \t]/);
  return {
    prefix: gap === -1 ? null : inner.slice(0, gap),
    name: gap === -1 ? inner : trimBlanks(inner.slice(gap)),
    inner,
    quoted: false,
    closed: end !== -1,
    trailing: end !== -1 && trimBlanks(text.slice(end + 1)) !== '',
  };
}
