/** What a line is to the reader, by itself and by the property that is open above it. */
export type LineKind = 'blank' | 'comment' | 'continuation' | 'header' | 'property';

/**
 * `indent`: index of the line's first character that is not white space. `openIndent`: how deep the property stands
 * that a deeper line would continue; Infinity where none is open.
 */
export function lineKind(line: string, indent: number, openIndent: number): LineKind {
  const first = line[indent];
  if (first === undefined) {
    return 'blank';
  }
  if (first === '#' || first === ';') {
    return 'comment';
  }
  if (indent > openIndent) {
    return 'continuation';
  }
  return first === '[' ? 'header' : 'property';
}
