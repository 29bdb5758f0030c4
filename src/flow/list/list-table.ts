import { printable } from '../../core/text/printable.ts';
import { showDuration } from '../../core/text/time.ts';
import type { ListedProfile } from './list.ts';

interface Column {
  readonly title: string;
  text(row: ListedProfile): string;
}

/** A table on a terminal (narrow ones drop THROUGH, then ROLE); tab-separated columns without padding in a pipe. */
export function listTable(
  rows: readonly ListedProfile[],
  output: { readonly now: number; readonly columns: number | null },
): string {
  const columns: readonly Column[] = [
    { title: 'PROFILE', text: (row) => `${row.current ? '* ' : '  '}${printable(row.profile, 80)}` },
    { title: 'ACCOUNT', text: (row) => printable(row.account ?? '–', 40) },
    { title: 'ROLE', text: (row) => printable(row.role ?? '–', 64) },
    { title: 'THROUGH', text: (row) => printable(row.through, 80) },
    {
      title: 'LEFT',
      text: (row) => (row.expiresAt === null ? '–' : showDuration(row.expiresAt - output.now)),
    },
  ];
  if (output.columns === null) {
    // For scripts: no header and no marker, so that the first column is just the profile's name.
    const cells = (row: ListedProfile): string[] => columns.map((column) => column.text(row).trim());
    return rows.map((row) => `${cells({ ...row, current: false }).join('\t')}\n`).join('');
  }
  return padded(rows, fitting(columns, rows, output.columns));
}

function fitting(
  columns: readonly Column[],
  rows: readonly ListedProfile[],
  width: number,
): readonly Column[] {
  const dropped = ['THROUGH', 'ROLE'];
  let kept = columns;
  while (lineWidth(kept, rows) > width && dropped.length > 0) {
    const title = dropped.shift();
    kept = kept.filter((column) => column.title !== title);
  }
  return kept;
}

function lineWidth(columns: readonly Column[], rows: readonly ListedProfile[]): number {
  return columns.reduce((sum, column) => sum + columnWidth(column, rows) + 3, -3);
}

function columnWidth(column: Column, rows: readonly ListedProfile[]): number {
  return Math.max(
    column.title.length + (column.title === 'PROFILE' ? 2 : 0),
    ...rows.map((row) => column.text(row).length),
  );
}

function padded(rows: readonly ListedProfile[], columns: readonly Column[]): string {
  const widths = columns.map((column) => columnWidth(column, rows));
  const line = (cells: readonly string[]): string =>
    `${cells
      .map((cell, index) => cell.padEnd(widths[index] ?? 0))
      .join('   ')
      .trimEnd()}\n`;
  const header = line(columns.map((column) => (column.title === 'PROFILE' ? '  PROFILE' : column.title)));
  return header + rows.map((row) => line(columns.map((column) => column.text(row)))).join('');
}
