import type { Secret } from '../../core/secret.ts';
import type { HotCache } from '../../ports/store/hot-cache.ts';
import type {
  ItemFacts,
  ItemId,
  ItemKind,
  ItemRow,
  Store,
  StoreDescription,
  Wanted,
} from '../../ports/store/store.ts';
import { accountOf } from '../store/item.ts';

/**
 * The store with the hot cache in front of it: changes here end records there. A new item under a name ends the records
 * of the old one; new long-lived keys end all records, since every role behind them changes. So does every deletion:
 * before the store is called, which may fail, and after it, since a process that read the store in between may still
 * write a record.
 */
export class HotStore implements Store {
  readonly #store: Store;
  readonly #hot: HotCache;

  constructor(store: Store, hot: HotCache) {
    this.#store = store;
    this.#hot = hot;
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
    if (id.kind === 'tmp') {
      this.#hot.forget(accountOf(id));
    } else if (id.kind === 'iam') {
      this.#hot.clear();
    }
  }

  async delete(id: ItemId): Promise<boolean> {
    return await this.#ending(async () => this.#store.delete(id));
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

  async remove(rows: readonly ItemRow[], lost?: readonly ItemKind[]): Promise<number> {
    return await this.#ending(async () => this.#store.remove(rows, lost));
  }

  async forget(isMeant: (row: ItemRow) => boolean): Promise<number> {
    return await this.#ending(async () => this.#store.forget(isMeant));
  }

  async #ending<T>(work: () => Promise<T>): Promise<T> {
    this.#hot.clear();
    try {
      return await work();
    } finally {
      this.#hot.clear();
    }
  }
}
