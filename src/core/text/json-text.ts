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
const INVISIBLE = String.raw`(?![ \n])[\p{Zs}\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Co}\p{Cn}]`;

function escaped(char: string): string {
  const units = Array.from({ length: char.length }, (_, index) => char.charCodeAt(index));
  return units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('');
}

/** A JSON object from a file or pipe of ours, or null for anything else: such files may be damaged at any byte. */
export function parseJsonObject(text: string): JsonObject | null {
  try {
    return asJsonObject(JSON.parse(text));
  } catch {
    return null;
  }
}

export type JsonObject = Readonly<Record<string, unknown>>;

export function asJsonObject(value: unknown): JsonObject | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : null;
}

/** A list of texts from a file of ours; empty for anything else. */
export function parseTexts(text: string): readonly string[] {
  try {
    const read: unknown = JSON.parse(text);
    return Array.isArray(read) ? read.filter((each) => typeof each === 'string') : [];
  } catch {
    return [];
  }
}

export function textIn(object: JsonObject, key: string): string | null {
  const value = object[key];
  return typeof value === 'string' ? value : null;
}

export function numberIn(object: JsonObject, key: string): number | null {
  const value = object[key];
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}
