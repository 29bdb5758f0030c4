import { ChunkedItems, WINDOWS_CHUNK_BYTES } from '../../../src/adapters/keychain/chunked-items.ts';
import { keychainFault } from '../../../src/adapters/keychain/faults.ts';
import type { RawItems } from '../../../src/adapters/keychain/child/raw-items.ts';
import { retried } from '../../../src/adapters/keychain/retried.ts';
import { accountOf, decodeItem, encodeItem } from '../../../src/adapters/store/item.ts';
import type { Secret } from '../../../src/core/secret.ts';
import type {
  ItemFacts,
  ItemId,
  ItemKind,
  ItemRow,
  Store,
  StoreDescription,
} from '../../../src/ports/store/store.ts';
import { MemoryItems } from './memory-items.ts';

/** A store in memory, for tests of what stands on a store. Set `absent` or the switches of `items` at any time. */
export class MemoryStore implements Store {
  readonly items = new MemoryItems();
  /** There is no keychain at all: every call is NO_BUS. */
  absent = false;
  /** Only writes fail, as with no default keyring. */
  failsWrites = false;
  /** How often each method was called. */
  readonly calls = { prepare: 0, get: 0, put: 0, delete: 0, remove: 0 };
  readonly #rows = new Map<string, ItemRow>();

  describe(): StoreDescription {
    return { kind: 'keychain', detail: 'a store in memory' };
  }

  async prepare(): Promise<void> {
    this.calls.prepare += 1;
    await this.#with(async (chunked) => await chunked.get('v1.tmp.none'));
  }

  async get(id: ItemId): Promise<Secret | null> {
    this.calls.get += 1;
    const text = await this.#with(async (chunked) => await chunked.get(accountOf(id)));
    const item = text === null ? null : decodeItem(text);
    return item !== null && item.key === id.key ? item.data : null;
  }

  async put(id: ItemId, value: Secret, facts: ItemFacts): Promise<void> {
    this.calls.put += 1;
    if (this.failsWrites) {
      throw keychainFault('Secret Service: no result found');
    }
    const account = accountOf(id);
    await this.#with(async (chunked) => await chunked.set(account, encodeItem(id, value, facts)));
    this.#rows.set(account, { ...facts, kind: id.kind, account });
  }

  async delete(id: ItemId): Promise<boolean> {
    this.calls.delete += 1;
    const account = accountOf(id);
    const there = await this.#with(async (chunked) => await chunked.delete(account));
    this.#rows.delete(account);
    return there;
  }

  rows(): readonly ItemRow[] {
    return [...this.#rows.values()];
  }

  isListed(): boolean {
    return true;
  }

  async relist(): Promise<void> {}

  async remove(rows: readonly ItemRow[], lost: readonly ItemKind[] = []): Promise<number> {
    this.calls.remove += 1;
    const all = await this.#with(async (chunked) => await chunked.accounts());
    const found = all.filter((account) => lost.some((kind) => account.startsWith(`v1.${kind}.`)));
    let removed = 0;
    for (const account of new Set([...rows.map((row) => row.account), ...found])) {
      removed += (await this.#with(async (chunked) => await chunked.delete(account))) ? 1 : 0;
      this.#rows.delete(account);
    }
    return removed;
  }

  async forget(isMeant: (row: ItemRow) => boolean): Promise<number> {
    return await this.remove(this.rows().filter((row) => row.kind === 'tmp' && isMeant(row)));
  }

  async #with<T>(call: (chunked: ChunkedItems) => Promise<T>): Promise<T> {
    if (this.absent) {
      throw keychainFault('DBUS_SESSION_BUS_ADDRESS');
    }
    const limit = this.items.limit === null ? null : WINDOWS_CHUNK_BYTES;
    try {
      return await call(new ChunkedItems(patient(this.items), limit));
    } catch (error) {
      throw keychainFault(error instanceof Error ? error.message : '');
    }
  }
}

/** Takes lost races as the keychain's child does. */
function patient(items: MemoryItems): RawItems {
  return {
    get: async (account) => await retried(5, async () => await items.get(account)),
    set: async (account, text) => await retried(5, async () => await items.set(account, text)),
    delete: async (account) => await retried(5, async () => await items.delete(account)),
    accounts: async () => await retried(5, async () => await items.accounts()),
  };
}
