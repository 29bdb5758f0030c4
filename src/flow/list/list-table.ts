import { printable } from '../../core/text/printable.ts';
import { tabbedText, tableText, type Table } from '../../core/text/table.ts';
import { cutToWidth } from '../../core/text/text-width.ts';
import { showDuration } from '../../core/text/time.ts';
import type { ListedProfile } from './list.ts';

/** Columns of a terminal on which names of accounts push nothing out. */
const ROOM_FOR_NAMES = 90;

interface ListOutput {
  /** Epoch milliseconds. */
  readonly now: number;
  /** Of the terminal; null in a pipe. */
  readonly columns: number | null;
  /** Whether a pipe gets a header. */
  readonly header: boolean;
}

/**
 * A table on a terminal: a narrow one cuts long texts, then drops THROUGH, then ROLE. In a pipe columns between tabs,
 * without padding and marker, so that the first is the profile's name alone.
 */
export function listTable(rows: readonly ListedProfile[], { now, columns, header }: ListOutput): string {
  const left = (row: ListedProfile): string =>
    row.expiresAt === null ? '–' : showDuration(row.expiresAt - now);
  const name = (row: ListedProfile): string => printable(row.profile, 80);
  const marked = {
    title: '  PROFILE',
    text: (row: ListedProfile) => `${row.current ? '*' : ' '} ${name(row)}`,
  };
  // On a terminal a reason takes the place of the columns that it leaves empty.
  const note = (row: ListedProfile): string => (columns !== null && row.fault !== null ? '' : noteOf(row));
  const table: Table<ListedProfile> = {
    columns: [
      columns === null ? { title: 'PROFILE', text: name } : { ...marked, yields: 'own line' },
      { title: 'ACCOUNT', text: (row) => account(row, (columns ?? 0) >= ROOM_FOR_NAMES) },
      { title: 'ROLE', text: (row) => printable(row.role ?? '–', 64), yields: 'cut' },
      { title: 'THROUGH', text: (row) => printable(row.through, 200), yields: 'cut' },
      { title: 'LEFT', text: left },
      ...(rows.some((row) => note(row) !== '') ? [{ title: 'NOTE', text: note }] : []),
    ],
    rows,
    leftOut: ['THROUGH', 'ROLE'],
    span: (row) => (row.fault === null ? null : noteOf(row)),
  };
  return columns === null ? tabbedText(table, header) : tableText(table, columns);
}

/** The number; on a terminal that is wide enough its name beside it. */
function account({ account: number, accountName }: ListedProfile, hasRoom: boolean): string {
  const name = hasRoom && accountName !== null ? ` ${cutToWidth(printable(accountName, 60), 24)}` : '';
  return `${printable(number ?? '–', 40)}${name}`;
}

/** Why it leads nowhere, else whether it is guarded and shared; empty for most. */
function noteOf({ profile, fault, place, guards, shared }: ListedProfile): string {
  if (fault === null) {
    return [...(guards.length === 0 ? [] : ['guarded']), ...(shared ? ['shared'] : [])].join(', ');
  }
  // Its name stands in the row already.
  const reason = printable(fault, 300);
  const own = [
    `profile ${profile}: `,
    `profile "${profile}": `,
    `profile ${profile} `,
    `profile "${profile}" `,
  ];
  const said = own.find((start) => reason.startsWith(start)) ?? '';
  return `${reason.slice(said.length)}${place === null ? '' : ` (${printable(place, 200)})`}`;
}
