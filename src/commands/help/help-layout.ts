import { wrapped } from '../../core/text/wrapped.ts';

/** What help is written for where nobody says how wide the terminal is. */
export const USUAL_COLUMNS = 80;

/** A name or command line, and a word on it. */
export type HelpRow = readonly [string, string];

/** Text in a second column is no narrower than this: else it stands under the first. */
const LEAST_COLUMNS = 26;

/**
 * Two columns, the second wrapped under itself; what is too wide for its column, or a terminal too narrow for two, has
 * the text on the next line. The first column is never broken: it is for pasting.
 */
export function rowsText(rows: readonly HelpRow[], columns: number): string {
  const widest = Math.max(...rows.map(([first]) => first.length));
  const fits = columns - widest - 4 >= LEAST_COLUMNS;
  const start = 4 + (fits ? widest : Math.min(widest, Math.floor(columns / 2)));
  const isTwo = columns - start >= LEAST_COLUMNS;
  return rows.map(([first, text]) => `${rowText(first, text, isTwo ? start : null, columns)}\n`).join('');
}

function rowText(first: string, text: string, start: number | null, columns: number): string {
  const indent = start ?? 6;
  const lines = wrapped(text, columns - indent);
  const head = `  ${first}`;
  const besides = start !== null && head.length + 2 <= start;
  const [one = '', ...rest] = besides ? lines : ['', ...lines];
  const top = besides ? `${head.padEnd(indent)}${one}` : head;
  return [top.trimEnd(), ...rest.map((line) => `${' '.repeat(indent)}${line}`)].join('\n');
}

/** A paragraph. */
export function paragraph(text: string, columns: number, hanging: string = ''): string {
  const [first = '', ...rest] = wrapped(text, columns - hanging.length);
  return `${[first, ...rest.map((line) => `${hanging}${line}`)].join('\n')}\n`;
}
