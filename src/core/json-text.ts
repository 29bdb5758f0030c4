import { lateRegExp } from './late-reg-exp.ts';

/**
 * JSON that is safe on a terminal: control, bidi and other invisible characters inside strings become `\uXXXX`, which
 * every reader decodes to the same characters. With `indent`, over several lines.
 */
export function jsonText(value: unknown, indent: number = 0): string {
  const text = JSON.stringify(value, null, indent);
  return ASCII.test(text) ? text : text.replace(lateRegExp(INVISIBLE, 'gu'), escaped);
}

/** Nearly every text there is. */
const ASCII = /^[\n -~]*$/;

// As in printable.ts; the line feeds of an indented text are no part of a string.
const INVISIBLE = String.raw`(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Co}\p{Cn}]`;

function escaped(char: string): string {
  const units = Array.from({ length: char.length }, (_, index) => char.charCodeAt(index));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('');
}
