import { trimBlanks } from './ini-lines.ts';
import { shellWords } from './shell-words.ts';

/** A section header as written: `[profile foo]`. What it means depends on the file: core/aws-files/config-sections.ts. */
export interface Header {
  /** The first of two or more words, e.g. `profile`; null where there is one word. */
  readonly prefix: string | null;
  /** What follows the prefix, blanks inside kept. */
  readonly name: string;
  /** All between the brackets, trimmed. */
  readonly inner: string;
  /** The same up to the last `]`: what the AWS CLI takes for a profile's name in the credentials file. Null without `]`. */
  readonly raw: string | null;
  /** Whether the name stood in quotes or has backslashes: the AWS CLI writes names with a blank so. */
  readonly quoted: boolean;
  /** False where `]` is missing; prefix and name are then a guess. */
  readonly closed: boolean;
  /** Whether there is more than a comment after `]`. */
  readonly trailing: boolean;
}

/**
 * Reads a header from a line that begins with `[`: as the AWS CLI does, up to the last `]` and by a shell's rules of
 * quoting, if that makes a section of AWS's; else as the SDKs do, up to the first `]` or comment.
 */
export function readHeader(line: string): Header {
  return readAsCli(line) ?? readPlain(line);
}

// The AWS CLI looks at the beginning alone: `[profiles a]` is profile a, too.
const BEGINS = /^(?:(profile|sso-session|services)|["'])/;

function readAsCli(line: string): Header | null {
  const end = line.lastIndexOf(']');
  // Not trimmed yet: a blank behind a backslash is part of the name.
  const whole = line.slice(1, Math.max(end, 1));
  const inner = trimBlanks(whole);
  const named = namedIn(inner, whole);
  if (named === null) {
    return null;
  }
  const quoted = trimBlanks(inner.slice((named.prefix ?? '').length)) !== named.name;
  const trailing = isTrailing(line.slice(end + 1));
  return { ...named, inner, raw: rawName(line), quoted, closed: true, trailing };
}

function namedIn(inner: string, whole: string): Pick<Header, 'prefix' | 'name'> | null {
  const begins = BEGINS.exec(inner);
  const words = (begins === null ? null : shellWords(whole)) ?? [];
  const name = words.at(-1) ?? '';
  const prefix = begins?.[1] === undefined ? null : (words[0] ?? '');
  return name !== '' && words.length === (prefix === null ? 1 : 2) ? { prefix, name } : null;
}

function isTrailing(rest: string): boolean {
  return !/^[ \t]*(?:[#;]|$)/.test(rest);
}

/** Up to the last `]` but where a comment follows an earlier one: a `]` in that comment ends nothing. */
function rawName(line: string): string | null {
  const comment = line.search(/\][ \t]*[#;]/);
  const end = comment === -1 ? line.lastIndexOf(']') : comment;
  return end === -1 ? null : trimBlanks(line.slice(1, end));
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
    raw: rawName(line),
    quoted: false,
    closed: end !== -1,
    trailing: end !== -1 && trimBlanks(text.slice(end + 1)) !== '',
  };
}
