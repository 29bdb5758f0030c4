import { textWidth } from './text-width.ts';
import { wrapped } from './wrapped.ts';

/** A terminal that claims to be narrower is not believed. */
const LEAST_COLUMNS = 40;

/**
 * One of our lines as a terminal shows it: wrapped at words, what follows indented by two more than the line itself.
 * `columns` is asked only for lines that may be too long; null, in a pipe, leaves them whole.
 */
export function terminalLines(line: string, columns: () => number | null): string {
  const width = line.length <= LEAST_COLUMNS ? null : columns();
  if (width === null || textWidth(line) <= width) {
    return line;
  }
  const indent = line.startsWith('  ') ? '    ' : '  ';
  return wrapped(line, Math.max(LEAST_COLUMNS, width) - indent.length, textWidth).join(`\n${indent}`);
}
