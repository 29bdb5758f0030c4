import { printable } from '../../core/text/printable.ts';
import type { Secret } from '../../core/secret.ts';
import { AwscredError } from '../../errors.ts';
import type { Locks } from '../../ports/store/lock.ts';
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
import type { ChosenBefore } from './chosen-before.ts';
import type { IndexFile } from './index/index-file.ts';
import type { IndexRow } from './index/index-rows.ts';
import { accountOf, decodeItem, encodeItem, isCache } from './item.ts';
import { withItem } from './item-locks.ts';
import type { Items } from './items.ts';

interface ItemStoreOptions {
  readonly items: Items;
  readonly index: IndexFile;
  readonly locks: Locks;
  readonly report: Report;
  readonly before?: ChosenBefore;
  /** On macOS path and version of this Node, which the keychain's dialogs are about; null elsewhere. */
  readonly runtime: string | null;
}

/** A store: items somewhere, the index beside them. An item is there before its row is, and gone before it. */
export class ItemStore implements Store {
  readonly #options: ItemStoreOptions;

  constructor(options: ItemStoreOptions) {
    this.#options = options;
  }

  describe(): StoreDescription {
    const { kind, detail } = this.#options.items;
    return { kind, detail };
  }

  async prepare(purpose?: 'for reading' | 'for writing'): Promise<void> {
    await this.#options.items.prepare(purpose);
  }

  async get(id: ItemId, wanted?: Wanted): Promise<Secret | null> {
    const { items, index } = this.#options;
    const account = accountOf(id);
    if (id.kind === 'tmp' && this.#wouldAsk(account)) {
      return null;
    }
    if (wanted !== undefined && index.rulesOut(account, items.kind, wanted)) {
      return null;
    }
    const text = await items.read(account);
    if (text === null) {
      return null;
    }
    const item = decodeItem(text);
    if (item === null || item.key !== id.key) {
      return this.#damaged(id);
    }
    await index.restore(this.#row(id, account, item.facts));
    return item.data;
  }

  async put(id: ItemId, value: Secret, facts: ItemFacts): Promise<void> {
    const { items, index, locks } = this.#options;
    const account = accountOf(id);
    await withItem(locks, account, async () => {
      await items.write(account, encodeItem(id, value, facts), id.key);
      await index.add(this.#row(id, account, facts));
      if (id.kind === 'iam') {
        // A sign that stays when the index is lost.
        this.#options.before?.write(items.kind);
      }
    });
  }

  async delete(id: ItemId): Promise<boolean> {
    const { items, index, locks } = this.#options;
    const account = accountOf(id);
    return await withItem(locks, account, async () => {
      const removed = await items.remove([account]);
      await index.remove(index.rows().filter((row) => row.account === account));
      return removed > 0;
    });
  }

  rows(): readonly ItemRow[] {
    return this.#options.index.rows().filter((row) => row.store === this.#options.items.kind);
  }

  isListed(): boolean {
    const health = this.#options.index.health();
    return health === 'sound' || (health === 'missing' && (this.#options.before?.read() ?? null) === null);
  }

  async relist(): Promise<void> {
    const { relist } = await import('./index/relist.ts');
    await relist(this.#options.items, this.#options.index, this.#options.runtime);
  }

  async remove(rows: readonly ItemRow[], lost: readonly ItemKind[] = []): Promise<number> {
    const { items, index } = this.#options;
    const found = lost.length === 0 ? [] : await items.search(lost.map((kind) => `v1.${kind}.`));
    const accounts = new Set([...rows.map((row) => row.account), ...found]);
    const known = index.rows().filter((row) => accounts.has(row.account));
    if (accounts.size === 0) {
      return 0;
    }
    const removed = await items.remove([...accounts]);
    await index.remove(known);
    return removed;
  }

  async forget(isMeant: (row: ItemRow) => boolean): Promise<number> {
    const { items, index } = this.#options;
    const known = new Set(index.rows().map((row) => row.account));
    const lost = (await items.search(['v1.tmp.'])).filter((account) => !known.has(account));
    const texts = lost.length === 0 ? new Map<string, string>() : await items.readMany(lost);
    const found = [...texts].flatMap(([account, text]): ItemRow[] => {
      const item = decodeItem(text);
      return item === null ? [] : [{ ...item.facts, kind: 'tmp', account }];
    });
    const rows = this.rows().filter((row) => row.kind === 'tmp');
    return await this.remove([...rows, ...found].filter(isMeant));
  }

  /** After an upgrade of Node macOS asks once per item. Items that can be obtained again are not worth that. */
  #wouldAsk(account: string): boolean {
    const { runtime, index } = this.#options;
    const row = runtime === null ? undefined : index.rows().find((each) => each.account === account);
    return row !== undefined && row.runtime !== runtime;
  }

  #damaged(id: ItemId): null {
    const account = accountOf(id);
    const label = this.#options.index.rows().find((row) => row.account === account)?.label ?? account;
    if (!isCache(id.kind)) {
      throw new AwscredError('STORE', `the stored entry for ${printable(label)} is damaged`, {
        hints: ['remove it and add it again'],
      });
    }
    this.#options.report.warn(`the stored entry for ${printable(label)} is damaged and was ignored`);
    return null;
  }

  #row(id: ItemId, account: string, facts: ItemFacts): IndexRow {
    const { items, runtime } = this.#options;
    const { label, profile, expiresAt, savedAt, through, after, keys } = facts;
    const own = {
      label,
      profile,
      expiresAt,
      savedAt,
      through,
      ...(after === undefined ? {} : { after }),
      ...(keys === undefined ? {} : { keys }),
    };
    return { ...own, kind: id.kind, account, store: items.kind, runtime };
  }
}
