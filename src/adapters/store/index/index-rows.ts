import type { ItemRow } from '../../../ports/store/store.ts';
import { asJsonObject, type JsonObject, parseJsonObject, textIn } from '../../../core/text/json-text.ts';
import { kindOf, toFacts } from '../item.ts';

/** A row of `index.json`. */
export interface IndexRow extends ItemRow {
  /** The store the item was put in. */
  readonly store: 'keychain' | 'file';
  /** macOS asks again about items when Node changes: path and version of the one that wrote it; null elsewhere. */
  readonly runtime: string | null;
  /** Tag of the home that put it into the keychain (`homeTag`); absent for the usual home and in older rows. */
  readonly home?: string;
}

/** The file as it is, row by row: what a later version adds to a row, or rows of kinds unknown here, are kept. */
export type IndexDocument = ReadonlyMap<string, JsonObject>;

/** Damaged or missing is empty: the index is rebuilt by use. */
export function parseIndex(text: string | null): IndexDocument {
  const rows = text === null ? null : parseJsonObject(text)?.['rows'];
  const objects = Array.isArray(rows) ? rows.map(asJsonObject) : [];
  return new Map(
    objects.flatMap((row) => {
      const account = row === null ? null : textIn(row, 'account');
      return row === null || account === null ? [] : [[account, row] as const];
    }),
  );
}

export function isIndex(text: string): boolean {
  return Array.isArray(parseJsonObject(text)?.['rows']);
}

export function serializeIndex(document: IndexDocument): string {
  return `${JSON.stringify({ version: 1, rows: [...document.values()] })}\n`;
}

export function rowsOf(document: IndexDocument): readonly IndexRow[] {
  return [...document.values()].flatMap((row) => toRow(row) ?? []);
}

export function withRow(document: IndexDocument, row: IndexRow): IndexDocument {
  return new Map([...document, [row.account, { ...document.get(row.account), ...row }]]);
}

/** Keeps a row that was rewritten since it was read: its item is new too. */
export function withoutRows(document: IndexDocument, rows: readonly IndexRow[]): IndexDocument {
  const gone = new Map(rows.map((row) => [row.account, row.savedAt]));
  return new Map([...document].filter(([account, row]) => gone.get(account) !== toFacts(row).savedAt));
}

function toRow(row: JsonObject): IndexRow | null {
  const account = textIn(row, 'account') ?? '';
  const kind = kindOf(account);
  const home = textIn(row, 'home');
  return kind === null
    ? null
    : {
        ...toFacts(row),
        kind,
        account,
        store: row['store'] === 'file' ? 'file' : 'keychain',
        runtime: textIn(row, 'runtime'),
        ...(home === null ? {} : { home }),
      };
}
