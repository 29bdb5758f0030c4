import { lateRegExp } from './late-reg-exp.ts';

/** How much of a foreign text a message shows by default, in characters. */
const SHOWN = 200;

/**
 * Foreign text (a name, a value, a server's words) for a message: control, escape, bidi and other invisible
 * characters become `\u{…}`, and it is cut after `limit` characters.
 */
export function printable(text: string, limit: number = SHOWN): string {
  if (text.length <= limit && ASCII.test(text)) {
    return text;
  }
  // Cut between characters, not inside a surrogate pair.
  const cut = text.slice(0, limit).replace(/[\uD800-\uDBFF]$/, '');
  const shown = cut.replace(
    lateRegExp(UNPRINTABLE, 'gu'),
    (char) => `\\u{${(char.codePointAt(0) ?? 0).toString(16)}}`,
  );
  return cut.length < text.length ? `${shown}…` : shown;
}

/** Nearly every text there is, and told in a fraction of the time. */
const ASCII = /^[ -~]*$/;

// Cc controls, Cf formats (bidi marks, zero-width, BOM), Cs lone surrogates, Zl/Zp separators, Zs blanks other than the space, Co private use, unassigned.
const UNPRINTABLE = String.raw`(?! )[\p{Zs}\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Co}\p{Cn}]`;

/** A value of AWS's files for a message: its first line, since what continues it may be another key that was indented. */
export function printableValue(value: string, limit: number = SHOWN): string {
  const first = firstLine(value);
  return first.length < value.length ? `${printable(first, limit)}…` : printable(value, limit);
}

/** All before the first line feed. */
export function firstLine(text: string): string {
  const end = text.indexOf('\n');
  return end === -1 ? text : text.slice(0, end);
}

/** A name inside quotes for a message: `"prod"`. */
export function quoted(name: string): string {
  return `"${printable(name, 80)}"`;
}

/** A value of AWS's files inside quotes: its first line. */
export function quotedValue(value: string): string {
  return `"${printableValue(value, 80)}"`;
}

const PLAIN_WORD = /^[A-Za-z0-9._@+/:-]+$/;

/**
 * A command for a hint, ready to paste: `awscred login acme`. A name outside `[A-Za-z0-9._@+/:-]`, or one that
 * begins with `-`, is shell-quoted and follows `--`; with control characters a placeholder stands for it.
 * `options`: more words for the command, pasteable already.
 */
export function pasteable(
  command: string,
  name: string,
  placeholder: string = 'NAME',
  options: readonly string[] = [],
): string {
  const more = options.map((word) => ` ${word}`).join('');
  if (PLAIN_WORD.test(name) && !name.startsWith('-')) {
    return `${command} ${name}${more}`;
  }
  // A name that cannot be shown faithfully cannot be pasted either.
  if (name === '' || printable(name, name.length) !== name) {
    return `${command} ${placeholder}${more}`;
  }
  return `${command}${more} -- ${shellQuoted(name)}`;
}

/** One word for a shell, pasteable; a placeholder for what cannot be shown faithfully. */
export function pasteableWord(text: string, placeholder: string): string {
  if (PLAIN_WORD.test(text)) {
    return text;
  }
  return printable(text, text.length) === text ? shellQuoted(text) : placeholder;
}

function shellQuoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** A path with the home folder as `~`, for messages. */
export function tilde(path: string, home: string): string {
  return path.startsWith(`${home}/`) ? `~${path.slice(home.length)}` : path;
}
