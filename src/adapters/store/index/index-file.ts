import { accessSync, constants, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { printable } from '../../../core/text/printable.ts';
import type { Locks } from '../../../ports/store/lock.ts';
import type { Wanted } from '../../../ports/store/store.ts';
import type { Report } from '../../../ports/person/report.ts';
import { errnoWords } from '../../files/errno.ts';
import { folderFault, makeFolder } from '../../files/trust/private-folder.ts';
import { readPrivateFile, removeUnfinished, writePrivateFile } from '../../files/trust/private-file.ts';
import {
  type IndexDocument,
  type IndexRow,
  isIndex,
  parseIndex,
  rowsOf,
  serializeIndex,
  withoutRows,
  withRow,
} from './index-rows.ts';

/** Longer than any writer needs; beyond it the list misses a row, which a later hit restores. */
const LOCK_MS = 20_000;

/**
 * `index.json` in the state folder: a row per stored item, without secrets. It can always be rebuilt, so nothing here
 * fails: a damaged or planted file is ignored, and one that cannot be written is one warning.
 */
export class IndexFile {
  readonly #folder: string;
  readonly #path: string;
  readonly #locks: Locks;
  readonly #report: Report;
  readonly #home: string | null;

  /** `home`: the tag that items in the keychain have (`homeTag`). */
  constructor(folder: string, locks: Locks, report: Report, home: string | null = null) {
    this.#folder = folder;
    this.#path = join(folder, 'index.json');
    this.#locks = locks;
    this.#report = report;
    this.#home = home;
  }

  /** For `doctor`: whether what is there is an index of ours. */
  health(): 'sound' | 'missing' | 'damaged' | 'unbelievable' {
    try {
      const text = folderFault(this.#folder) === null ? readPrivateFile(this.#path) : undefined;
      if (text === undefined || text === null) {
        return text === null ? 'missing' : 'unbelievable';
      }
      return isIndex(text) ? 'sound' : 'damaged';
    } catch {
      return 'unbelievable';
    }
  }

  rows(): readonly IndexRow[] {
    return rowsOf(this.#read());
  }

  /**
   * Whether an item is kept that a reader has no use for: older than it wants, or ended. Saves opening the store, which
   * costs two connections to the bus. Where the row of a newer item could not have been written, the index proves
   * nothing.
   */
  rulesOut(account: string, store: IndexRow['store'], { savedFrom, endsAfter }: Wanted): boolean {
    const row = this.rows().find((each) => each.account === account);
    if (row === undefined || row.store !== store) {
      return false;
    }
    const isOfNoUse = row.savedAt < savedFrom || (row.expiresAt !== null && row.expiresAt <= endsAfter);
    return isOfNoUse && hasRoom(this.#folder);
  }

  async add(row: IndexRow): Promise<void> {
    await this.addAll([row]);
  }

  async addAll(rows: readonly IndexRow[]): Promise<void> {
    if (rows.length > 0) {
      await this.#change((document) => rows.map((row) => this.#marked(row)).reduce(withRow, document));
    }
  }

  /** Puts back the row of an item that was found without one, or with one of another store. */
  async restore(row: IndexRow): Promise<void> {
    // An unwritable folder is reported when something new is stored, not at every hit.
    if (this.#read().get(row.account)?.['store'] !== row.store) {
      await this.#change((document) => withRow(document, this.#marked(row)), { quiet: true });
    }
  }

  /** Writes an index even where there is no row, so that a lost one is looked for once. Keeps rows that came meanwhile. */
  async restoreAll(rows: readonly IndexRow[]): Promise<void> {
    const added = (document: IndexDocument): IndexDocument =>
      rows
        .filter(({ account }) => !document.has(account))
        .map((row) => this.#marked(row))
        .reduce(withRow, document);
    await this.#change(added, { quiet: true });
  }

  /** The accounts whose items the keychain has under their plain names, from before there were tags. */
  older(): ReadonlySet<string> {
    const rows = this.rows().filter((row) => row.store === 'keychain' && row.home === undefined);
    return new Set(rows.map((row) => row.account));
  }

  #marked(row: IndexRow): IndexRow {
    return this.#home === null || row.store === 'file' ? row : { ...row, home: this.#home };
  }

  /** Removes rows, except those rewritten since they were read. */
  async remove(rows: readonly IndexRow[]): Promise<void> {
    if (rows.length > 0) {
      await this.#change((document) => withoutRows(document, rows));
    }
  }

  async #change(
    change: (before: IndexDocument) => IndexDocument,
    { quiet } = { quiet: false },
  ): Promise<void> {
    const fault = folderFault(this.#folder) ?? makeFolder(this.#folder);
    if (fault !== null) {
      this.#warn(fault, quiet && folderFault(this.#folder) === null);
      return;
    }
    try {
      await this.#locks.withLock('index', { timeoutMs: LOCK_MS, purpose: 'index' }, async () => {
        removeUnfinished(this.#path);
        await Promise.resolve(writePrivateFile(this.#path, serializeIndex(change(this.#read()))));
      });
    } catch (error) {
      this.#warn(`cannot write ${printable(this.#path)}: ${errnoWords(error)}`, quiet);
    }
  }

  #warn(fault: string, quiet: boolean): void {
    if (!quiet) {
      this.#report.warn(`${fault}; lists will not show what was just stored`);
    }
  }

  #read(): IndexDocument {
    if (folderFault(this.#folder) !== null) {
      return new Map();
    }
    try {
      return parseIndex(readPrivateFile(this.#path));
    } catch {
      return new Map();
    }
  }
}

/** Whether a file can be written in the folder now. */
function hasRoom(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return statfsSync(folder).bavail > 0;
  } catch {
    return false;
  }
}
