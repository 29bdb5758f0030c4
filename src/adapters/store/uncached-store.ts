import type { Secret } from '../../core/secret.ts';
import type { ItemFacts, ItemId, ItemRow, Store, StoreDescription, Wanted } from '../../ports/store/store.ts';

/** `--no-cache`: what can be obtained again is neither read nor written; long-lived keys are read as ever. */
export class UncachedStore implements Store {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  describe(): StoreDescription {
    return { kind: 'none', detail: 'nothing is stored (--no-cache)' };
  }

  async prepare(): Promise<void> {}

  async get(id: ItemId, wanted?: Wanted): Promise<Secret | null> {
    return isKept(id) ? await this.#store.get(id, wanted) : null;
  }

  async put(id: ItemId, value: Secret, facts: ItemFacts): Promise<void> {
    if (isKept(id)) {
      await this.#store.put(id, value, facts);
    }
  }

  async delete(id: ItemId): Promise<boolean> {
    return isKept(id) && (await this.#store.delete(id));
  }

  rows(): readonly ItemRow[] {
    return this.#store.rows().filter(isKept);
  }

  isListed(): boolean {
    return this.#store.isListed();
  }

  async relist(): Promise<void> {
    await this.#store.relist();
  }

  async remove(): Promise<number> {
    return await Promise.resolve(0);
  }

  async forget(): Promise<number> {
    return await Promise.resolve(0);
  }
}

function isKept({ kind }: Pick<ItemId, 'kind'>): boolean {
  return kind === 'iam' || kind === 'totp';
}
