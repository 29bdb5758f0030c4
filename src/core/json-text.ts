/**
 * JSON that is safe on a terminal: control, bidi and other invisible characters inside strings become `\uXXXX`, which
 * every reader takes for the same characters. With `indent`, over several lines.
 */
export function jsonText(value: unknown, indent: number = 0): string {
  return JSON.stringify(value, null, indent).replace(INVISIBLE, escaped);
}

// As in printable.ts; the line feeds of an indented text are no part of a string.
const INVISIBLE = /(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Co}\p{Cn}]/gu;

function escaped(char: string): string {
  const units = Array.from({ length: char.length }, (_, index) => char.charCodeAt(index));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('');
}
