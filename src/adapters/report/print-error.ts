import { jsonText } from '../../core/text/json-text.ts';
import { printable } from '../../core/text/printable.ts';
import { AwscredError } from '../../errors.ts';
import type { StderrReport } from './stderr-report.ts';

const MOST_LINES = 15;
const MOST_CHARACTERS = 4096;
/** What is written around a line: `awscred: hint: `, a colour, the line feed. */
const AROUND = 28;
/** The space left for each later line, at least. */
const LEAST = 120;

/** The one place where an error is printed: the sentence, its details, the hints; at most 15 lines and 4,096 characters. */
export function printError(error: AwscredError, report: StderrReport, home: string): void {
  const hints = error.hints.slice(0, 4);
  const details = error.details.slice(0, MOST_LINES - 1 - hints.length);
  const texts = [`${place(error)}${error.message}`, ...details].map((text) => shorten(text, home));
  // A shell does not expand a tilde in quotes, so such a hint keeps its full path.
  const typed = hints.map((hint) => (hint.includes(`'${home}/`) ? hint.slice(0, 1000) : shorten(hint, home)));
  const [message = '', ...rest] = fitted([...texts, ...typed]);
  report.line(message);
  for (const detail of rest.slice(0, details.length)) {
    report.under(detail);
  }
  for (const hint of rest.slice(details.length)) {
    report.hint(hint);
  }
}

/** Escaped and cut: each line leaves enough for those after it. */
function fitted(lines: readonly string[]): readonly string[] {
  let left = MOST_CHARACTERS;
  return lines.map((line, index) => {
    const later = (lines.length - index - 1) * (LEAST + AROUND);
    const room = Math.min(LONGEST, left - later - AROUND);
    const escaped = printable(line, LONGEST);
    const text = escaped.length > room ? `${escaped.slice(0, room - 1)}…` : escaped;
    left -= text.length + AROUND;
    return text;
  });
}

const LONGEST = 1200;

/** With `--json`: one line, the file in full. Where there is no hint, what stands under the message is one. */
export function errorJson(error: AwscredError): string {
  const { code, file, line } = error;
  const message = printable(error.message, 1500);
  const hints = error.hints.slice(0, 4).map((text) => printable(text, 300));
  const details = error.details.slice(0, 6).map((text) => printable(text.replace(/\s+/g, ' ').trim(), 150));
  const hint = hints[0] ?? (details.length === 0 ? null : printable(details.join('; '), 300));
  return jsonText({ error: { code, message, hint, hints, details, file, line } });
}

function place(error: AwscredError): string {
  const { file, line, message } = error;
  if (file === null || message.includes(line === null ? file : `${file}:`)) {
    return '';
  }
  return line === null ? `${file}: ` : `${file}:${line}: `;
}

function shorten(text: string, home: string): string {
  return home === '' || home === '/' ? text : text.replaceAll(`${home}/`, '~/');
}

/** Anything but an AwscredError is a bug or an I/O failure: shows its message, never its stack. */
export function asAwscredError(error: unknown): AwscredError {
  if (error instanceof AwscredError) {
    return error;
  }
  const message = error instanceof Error ? (error.message.split('\n')[0] ?? '') : 'unknown failure';
  return new AwscredError('UNEXPECTED', `unexpected: ${message}`, {
    hints: ['this is a bug or a failing disk; run it again with --debug'],
    cause: error,
  });
}
