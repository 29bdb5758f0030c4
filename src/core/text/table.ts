import { cutToWidth, padToWidth, textWidth } from './text-width.ts';
import { wrapped } from './wrapped.ts';

/** A column of a table. Its texts are printable already. */
interface Column<Row> {
  readonly title: string;
  text(row: Row): string;
  /**
   * What happens where the terminal is too narrow. `cut`: long texts are cut, and where that is not enough the whole
   * column is left out. `own line`: the few long texts get a line of their own. Absent: it stays as it is.
   */
  readonly yields?: 'cut' | 'own line';
}

export interface Table<Row> {
  /** In the order in which they are shown. */
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  /** Titles of the columns that are left out where cutting is not enough, first one first. */
  readonly leftOut?: readonly string[];
  /** What stands in the place of all columns but the first; null where those stand. */
  span?(row: Row): string | null;
}

const GAP = 3;
/** A column is not cut to less. */
const LEAST_CUT = 12;

/** For a terminal of that many columns, with a header. */
export function tableText<Row>(table: Table<Row>, columns: number): string {
  const texts = table.columns.map((column) => {
    return { ...column, cells: table.rows.map((row) => column.text(row)) };
  });
  const fitted = fitting(texts, table.leftOut ?? [], columns);
  const lines = table.rows.flatMap((row, index) => {
    const cells = fitted.map((column) => column.cells[index] ?? '');
    const span = table.span?.(row) ?? null;
    return span === null ? rowLines(cells, fitted) : spanLines(cells[0] ?? '', span, { fitted, columns });
  });
  const header = fitted.map(({ title, width }) => padToWidth(title, width)).join(' '.repeat(GAP));
  return `${[header, ...lines].map((line) => line.trimEnd()).join('\n')}\n`;
}

/** For scripts: columns between tabs, without padding; a header only where it is asked for. */
export function tabbedText<Row>({ columns, rows }: Table<Row>, header: boolean): string {
  const lines = rows.map((row) => columns.map((column) => column.text(row).trim()));
  const all = header ? [columns.map(({ title }) => title.trim()), ...lines] : lines;
  return all.map((cells) => `${cells.join('\t')}\n`).join('');
}

interface Texts {
  readonly title: string;
  readonly yields?: 'cut' | 'own line';
  readonly cells: readonly string[];
}

interface Fitted extends Texts {
  readonly width: number;
}

function fitting(texts: readonly Texts[], leftOut: readonly string[], columns: number): readonly Fitted[] {
  const natural = texts.map((one) => ({ ...one, width: widest([one.title, ...one.cells]) }));
  for (let out = 0; out <= leftOut.length; out += 1) {
    const left = natural.filter(({ title }) => !leftOut.slice(0, out).includes(title));
    const narrow = narrowed(left, columns);
    if (total(narrow) <= columns || out === leftOut.length) {
      return narrow;
    }
  }
  return natural;
}

/** Long texts are cut; where that is not enough, the few longest of the other columns get a line of their own. */
function narrowed(natural: readonly Fitted[], columns: number): readonly Fitted[] {
  const cut = cutTo(natural, columns);
  if (total(cut) <= columns) {
    return cut;
  }
  const apart = natural.map((one) => (one.yields === 'own line' ? { ...one, width: least(one) } : one));
  return cutTo(apart, columns);
}

/** Takes what is too much from the columns that may be cut, last ones first, each down to its least. */
function cutTo(natural: readonly Fitted[], columns: number): readonly Fitted[] {
  let excess = total(natural) - columns;
  return natural
    .toReversed()
    .map((one) => {
      const room = one.yields === 'cut' ? one.width - least(one) : 0;
      const taken = Math.min(Math.max(0, excess), room);
      excess -= taken;
      return { ...one, width: one.width - taken };
    })
    .toReversed();
}

function least({ yields, title, cells, width }: Fitted): number {
  if (yields === 'cut') {
    return Math.min(width, Math.max(LEAST_CUT, textWidth(title)));
  }
  // All fit beside the rest but for the longest, or for one in ten.
  const widths = cells.map(textWidth).toSorted((a, b) => b - a);
  return Math.max(textWidth(title), widths[Math.max(1, Math.floor(widths.length / 10))] ?? 0);
}

function total(columns: readonly Fitted[]): number {
  return columns.reduce((sum, { width }) => sum + width + GAP, -GAP);
}

function widest(texts: readonly string[]): number {
  return texts.reduce((most, text) => Math.max(most, textWidth(text)), 0);
}

function rowLines(cells: readonly string[], fitted: readonly Fitted[]): readonly string[] {
  const shown = cells.map((cell, index) => {
    const { width = 0, yields } = fitted[index] ?? {};
    return padToWidth(yields === 'cut' ? cutToWidth(cell, width) : cell, width);
  });
  const [first = '', ...rest] = shown;
  const { width = 0 } = fitted[0] ?? {};
  const isLong = textWidth(first) > width;
  const line = [isLong ? ' '.repeat(width) : first, ...rest].join(' '.repeat(GAP));
  return isLong && rest.length > 0 ? [first, line] : [line];
}

function spanLines(
  first: string,
  span: string,
  { fitted, columns }: { readonly fitted: readonly Fitted[]; readonly columns: number },
): readonly string[] {
  const { width = 0 } = fitted[0] ?? {};
  const indent = ' '.repeat(width + GAP);
  const [one = '', ...more] = wrapped(span, Math.max(20, columns - indent.length), textWidth);
  const rest = more.map((line) => indent + line);
  return textWidth(first) > width
    ? [first, indent + one, ...rest]
    : [padToWidth(first, width + GAP) + one, ...rest];
}
