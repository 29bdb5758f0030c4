import { printable } from '../../core/text/printable.ts';
import { tabbedText, tableText, type Table } from '../../core/text/table.ts';
import { showDuration } from '../../core/text/time.ts';
import type { ItemRow } from '../../ports/store/store.ts';

interface KeptOutput {
  /** Epoch milliseconds. */
  readonly now: number;
  /** Of the terminal; null in a pipe. */
  readonly columns: number | null;
  /** Whether a pipe gets a header. */
  readonly header: boolean;
}

/** `cache list`: a table on a terminal, columns between tabs in a pipe. */
export function keptTable(rows: readonly ItemRow[], { now, columns, header }: KeptOutput): string {
  const table: Table<ItemRow> = {
    columns: [
      { title: 'KEPT', text: (row) => printable(row.label, 120), yields: 'cut' },
      { title: 'PROFILE', text: (row) => printable(row.profile ?? '–', 80), yields: 'cut' },
      { title: 'LEFT', text: (row) => left(row, now) },
    ],
    rows,
    leftOut: ['PROFILE'],
  };
  return columns === null ? tabbedText(table, header) : tableText(table, columns);
}

function left({ expiresAt }: ItemRow, now: number): string {
  if (expiresAt === null) {
    return 'no expiry';
  }
  return expiresAt > now ? showDuration(expiresAt - now) : 'expired';
}
