import type { ItemRow, Store, StoreDescription } from '../../ports/store/store.ts';

/** The store of a run that stores nothing. */
export function nothingKept(): Store {
  return new NullStore();
}

/** `store = none`: reads nothing, keeps nothing, opens nothing. */
class NullStore implements Store {
  describe(): StoreDescription {
    return { kind: 'none', detail: 'nothing is stored (store = none)' };
  }

  async prepare(): Promise<void> {}

  async get(): Promise<null> {
    return await Promise.resolve(null);
  }

  async put(): Promise<void> {}

  async delete(): Promise<boolean> {
    return await Promise.resolve(false);
  }

  rows(): readonly ItemRow[] {
    return [];
  }

  isListed(): boolean {
    return true;
  }

  async relist(): Promise<void> {}

  async remove(): Promise<number> {
    return await Promise.resolve(0);
  }

  async forget(): Promise<number> {
    return await Promise.resolve(0);
  }
}
