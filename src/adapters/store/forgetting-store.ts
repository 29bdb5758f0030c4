import type { Secret } from '../../core/secret.ts';
import type { Report } from '../../ports/person/report.ts';
import type {
  ItemFacts,
  ItemId,
  ItemKind,
  ItemRow,
  Store,
  StoreDescription,
  Wanted,
} from '../../ports/store/store.ts';
import { isAbsence } from '../keychain/faults.ts';
import type { IndexFile } from './index/index-file.ts';
import { accountOf } from './item.ts';
import type { Items } from './items.ts';

/**
 * Deletes in every store (`logout`, `cache clear`), also in the one that is not in use. For the others this is a best
 * effort: no prompt, and a failure is only a warning.
 */
export class ForgettingStore implements Store {
  readonly #store: Store;
  readonly #others: readonly Items[];
  readonly #index: IndexFile;
  readonly #report: Report;

  constructor(store: Store, others: readonly Items[], index: IndexFile, report: Report) {
    this.#store = store;
    this.#others = others;
    this.#index = index;
    this.#report = report;
  }

  describe(): StoreDescription {
    return this.#store.describe();
  }

  async prepare(purpose?: 'for reading' | 'for writing'): Promise<void> {
    await this.#store.prepare(purpose);
  }

  async get(id: ItemId, wanted?: Wanted): Promise<Secret | null> {
    return await this.#store.get(id, wanted);
  }

  async put(id: ItemId, value: Secret, facts: ItemFacts): Promise<void> {
    await this.#store.put(id, value, facts);
  }

  /** Deleting a sign-in also deletes what other stores hold through it. */
  async delete(id: ItemId): Promise<boolean> {
    const removed = await this.#store.delete(id);
    if (id.kind === 'sso') {
      await this.#forget([accountOf(id)], []);
    }
    return removed;
  }

  rows(): readonly ItemRow[] {
    return this.#store.rows();
  }

  isListed(): boolean {
    return this.#store.isListed();
  }

  async relist(): Promise<void> {
    await this.#store.relist();
  }

  async remove(rows: readonly ItemRow[], lost: readonly ItemKind[] = []): Promise<number> {
    const removed = await this.#store.remove(rows, lost);
    const accounts = rows.map((row) => row.account);
    return accounts.length + lost.length === 0 ? removed : removed + (await this.#forget(accounts, lost));
  }

  /** Elsewhere by the index alone: to read what it has lost there might need a passphrase. */
  async forget(isMeant: (row: ItemRow) => boolean): Promise<number> {
    const meant = this.#index.rows().filter((row) => row.kind === 'tmp' && isMeant(row));
    const removed = await this.#store.forget(isMeant);
    const accounts = meant.map((row) => row.account);
    return accounts.length === 0 ? removed : removed + (await this.#forget(accounts, []));
  }

  async #forget(accounts: readonly string[], lost: readonly ItemKind[]): Promise<number> {
    const own = this.#store.describe().kind;
    let removed = 0;
    for (const items of this.#others.filter((each) => each.kind !== own)) {
      removed += await this.#forgetIn(items, accounts, lost);
    }
    return removed;
  }

  async #forgetIn(items: Items, accounts: readonly string[], lost: readonly ItemKind[]): Promise<number> {
    const named = new Set(accounts);
    const rows = this.#index.rows().filter((row) => {
      const through = row.through === null ? null : accountOf({ kind: 'sso', key: row.through });
      return row.store === items.kind && (named.has(row.account) || (through !== null && named.has(through)));
    });
    const prefixes = [...named, ...rows.map((row) => row.account), ...lost.map((kind) => `v1.${kind}.`)];
    try {
      const removed = await items.remove(await items.search(prefixes));
      await this.#index.remove(rows);
      return removed;
    } catch (error) {
      if (!isAbsence(error) && error instanceof Error) {
        const where = items.kind === 'file' ? 'encrypted store' : 'keychain';
        this.#report.warn(`the items in the ${where} were not deleted: ${error.message}`);
      }
      return 0;
    }
  }
}
