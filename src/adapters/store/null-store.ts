import type { ItemRow, Store, StoreDescription } from '../../ports/store/store.ts';
import type { StoreInput } from './store-parts.ts';

/** The store of a run that stores nothing. */
export function nothingKept(input: Pick<StoreInput, 'noCache'>): Store {
  return new NullStore(input.noCache ? '--no-cache' : 'store = none');
}

/** `--no-cache` and `store = none`: reads nothing, keeps nothing, opens nothing. */
class NullStore implements Store {
  readonly #why: string;

  /** `why` for `store status`: `store = none`. */
  constructor(why: string) {
    this.#why = why;
  }

  describe(): StoreDescription {
    return { kind: 'none', detail: `nothing is stored (${this.#why})` };
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

  async remove(): Promise<number> {
    return await Promise.resolve(0);
  }

  async forget(): Promise<number> {
    return await Promise.resolve(0);
  }
}
