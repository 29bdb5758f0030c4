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

/** A page of lines, each wrapped at words and continued under its own beginning; null columns, in a pipe, leave it as it is. */
export function terminalPage(text: string, columns: number | null): string {
  return columns === null
    ? text
    : text
        .split('\n')
        .map((line) => hanging(line, Math.max(LEAST_COLUMNS, columns)))
        .join('\n');
}

function hanging(line: string, columns: number): string {
  if (textWidth(line) <= columns) {
    return line;
  }
  const own = /^ */.exec(line)?.[0] ?? '';
  // What is indented beyond half the terminal would be a column of single words.
  const indent = own.length > columns / 2 ? '    ' : own;
  const lines = wrapped(line.trimStart(), columns - indent.length - 2, textWidth);
  return lines.map((part, index) => `${indent}${index === 0 ? '' : '  '}${part}`).join('\n');
}
