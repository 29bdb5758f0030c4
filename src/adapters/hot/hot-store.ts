import type { Secret } from '../../core/secret.ts';
import type { HotCache } from '../../ports/hot-cache.ts';
import type { ItemFacts, ItemId, ItemKind, ItemRow, Store, StoreDescription } from '../../ports/store.ts';
import { accountOf } from '../store/item.ts';

/**
 * The store with the hot cache in front of it: what changes here ends there. A new item under a name ends the records
 * of the old one, and whatever is deleted or forgotten ends all of them, before the store is asked: it may fail.
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

  async prepare(forReading?: 'for reading'): Promise<void> {
    await this.#store.prepare(forReading);
  }

  async get(id: ItemId): Promise<Secret | null> {
    return await this.#store.get(id);
  }

  async put(id: ItemId, value: Secret, facts: ItemFacts): Promise<void> {
    await this.#store.put(id, value, facts);
    if (id.kind === 'tmp') {
      this.#hot.forget(accountOf(id));
    }
  }

  async delete(id: ItemId): Promise<boolean> {
    this.#hot.clear();
    return await this.#store.delete(id);
  }

  rows(): readonly ItemRow[] {
    return this.#store.rows();
  }

  async remove(rows: readonly ItemRow[], lost?: readonly ItemKind[]): Promise<number> {
    this.#hot.clear();
    return await this.#store.remove(rows, lost);
  }
}
