import { HotStore } from '../adapters/hot/hot-store.ts';
import { nothingKept } from '../adapters/store/null-store.ts';
import type { StoreInput, StoreParts } from '../adapters/store/store-parts.ts';
import type { App } from '../commands/app.ts';
import type { HotCache } from '../ports/store/hot-cache.ts';
import type { Store } from '../ports/store/store.ts';

/** The store's code is loaded with the first store: a run that stores nothing does not load it. */
export async function storeOf(
  hot: HotCache,
  input: StoreInput,
): Promise<{ store: Store; upkeep: App['upkeep'] }> {
  let made: StoreParts | null = null;
  const parts = async (): Promise<StoreParts> =>
    (made ??= (await import('../adapters/store/store-parts.ts')).storeParts(input));
  const isForgetful = input.settings.store === 'none';
  const store = isForgetful ? nothingKept() : await createStoreOf(input, await parts());
  return {
    // `--no-cache` changes nothing in the store, nor in the hot cache in front of it.
    store: isForgetful || input.noCache ? store : new HotStore(store, hot),
    upkeep: async () => {
      const { createUpkeep } = await import('../adapters/store/upkeep/create-upkeep.ts');
      return createUpkeep({ input, parts: await parts(), store, hot });
    },
  };
}

async function createStoreOf(input: StoreInput, parts: StoreParts): Promise<Store> {
  const { createStore } = await import('../adapters/store/create-store.ts');
  return createStore(input, parts);
}
