import { indentOf } from '../ini/ini-lines.ts';
import { readProperty } from '../ini/ini-property.ts';
import { lineKind } from '../ini/line-kind.ts';

/** A property of a section by its lines; indexes count from the header, which is 0. */
export interface PropertyLines {
  /** Lower-case; null for a line that is malformed or ignored. */
  readonly key: string | null;
  readonly start: number;
  /** Lines that continue it: comments and blank lines between them are not among them. */
  readonly continued: readonly number[];
  /** Behind the last of its lines. */
  readonly end: number;
  readonly indent: number;
}

/** The properties of a section, in order, duplicates and all. The first line is its header. */
export function propertiesOf(lines: readonly { readonly text: string }[]): readonly PropertyLines[] {
  const found: Growing[] = [];
  for (const [at, { text }] of lines.entries()) {
    const open = found.at(-1) ?? null;
    const indent = indentOf(text);
    const kind = lineKind(text, indent, open?.indent ?? Number.POSITIVE_INFINITY);
    if (kind === 'property') {
      const key = readProperty(text.slice(indent), at, [])?.key ?? null;
      found.push({ key, start: at, continued: [], end: at + 1, indent });
    } else if (kind === 'continuation' && open !== null) {
      open.continued.push(at);
      open.end = at + 1;
    }
  }
  return found;
}

type Growing = PropertyLines & { continued: number[]; end: number };
