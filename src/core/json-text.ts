import { UNPRINTABLE } from './printable.ts';

/**
 * A value as JSON that is safe to look at: escape, control, bidi and other invisible characters stand as `\uXXXX`,
 * which every parser reads back exactly. `indent` in blanks; 0 gives one line.
 */
export function jsonText(value: unknown, indent: number = 0): string {
  return JSON.stringify(value, null, indent).replace(UNPRINTABLE, (char) =>
    // JSON.stringify leaves no line break but its own.
    char === '\n' ? char : Array.from({ length: char.length }, (_, index) => unit(char, index)).join(''),
  );
}

function unit(char: string, index: number): string {
  return `\\u${char.charCodeAt(index).toString(16).padStart(4, '0')}`;
}
