import { printable } from '../../core/text/printable.ts';
import { type Table, tabbedText, tableText } from '../../core/text/table.ts';
import { toIso } from '../../core/text/time.ts';
import type { KeptKeyFacts } from '../../core/kept-keys.ts';
import { warnLostIndex } from '../line/kept/kept-key-index.ts';
import type { Run } from '../line/run.ts';

export interface ListedKeys extends KeptKeyFacts {
  readonly profile: string;
}

/** Which profiles have keys in the store, by the index alone. */
export function listKeys({ ports }: Run): readonly ListedKeys[] {
  const { store } = ports;
  warnLostIndex(ports);
  return store
    .rows()
    .flatMap(({ kind, profile, keys }) =>
      kind !== 'iam' || profile === null || keys === undefined ? [] : [{ ...keys, profile }],
    )
    .toSorted((a, b) => (a.profile < b.profile ? -1 : 1));
}

export function keysJson(rows: readonly ListedKeys[]): unknown {
  const keys = rows.map((row) => ({
    profile: row.profile,
    access_key_id: row.accessKeyId,
    account: row.account,
    user: row.user,
    added: toIso(row.addedAt),
    last_rotated: row.rotatedAt === null ? null : toIso(row.rotatedAt),
  }));
  return { version: 1, keys };
}

/** `columns`: of the terminal; null in a pipe. */
export function keysTable(rows: readonly ListedKeys[], columns: number | null, header: boolean): string {
  const day = (epochMs: number | null): string => (epochMs === null ? '–' : toIso(epochMs).slice(0, 10));
  const table: Table<ListedKeys> = {
    rows,
    columns: [
      { title: 'PROFILE', text: ({ profile }) => printable(profile, 200), yields: 'cut' },
      { title: 'KEY', text: ({ accessKeyId }) => printable(accessKeyId, 130) },
      { title: 'ACCOUNT', text: ({ account }) => printable(account ?? '–', 40) },
      { title: 'USER', text: ({ user }) => printable(userName(user) ?? '–', 200), yields: 'cut' },
      { title: 'ADDED', text: ({ addedAt }) => day(addedAt) },
      { title: 'ROTATED', text: ({ rotatedAt }) => day(rotatedAt) },
    ],
    leftOut: ['USER', 'ROTATED', 'ADDED'],
  };
  return columns === null ? tabbedText(table, header) : tableText(table, columns);
}

/** `jane` of `arn:aws:iam::111122223333:user/team/jane`. */
export function userName(arn: string | null): string | null {
  return arn?.split('/').at(-1) ?? null;
}
