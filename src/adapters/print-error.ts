import { jsonText } from '../core/json-text.ts';
import { AwscredError } from '../errors.ts';
import type { StderrReport } from './stderr-report.ts';

const MOST_LINES = 15;

/** The one place where an error is printed: the sentence, its details, the hints; at most 15 lines. */
export function printError(error: AwscredError, report: StderrReport, home: string): void {
  const hints = error.hints.slice(0, 4);
  const details = error.details.slice(0, MOST_LINES - 1 - hints.length);
  report.line(shorten(`${place(error)}${error.message}`, home));
  for (const detail of details) {
    report.under(shorten(detail, home));
  }
  for (const hint of hints) {
    report.hint(shorten(hint, home));
  }
}

/** With `--json`: one line, the file in full. */
export function errorJson(error: AwscredError): string {
  const { code, message, hints, file, line } = error;
  return jsonText({ error: { code, message, hint: hints[0] ?? null, hints, file, line } });
}

function place(error: AwscredError): string {
  if (error.file === null || error.message.includes(`${error.file}:`)) {
    return '';
  }
  return error.line === null ? `${error.file}: ` : `${error.file}:${error.line}: `;
}

function shorten(text: string, home: string): string {
  const short = home === '' || home === '/' ? text : text.replaceAll(`${home}/`, '~/');
  return short.slice(0, 1000);
}

/** Anything that is no AwscredError is a bug or an I/O failure: its message, never its stack. */
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
