import { batches } from '../../../core/text/batches.ts';
import { printable } from '../../../core/text/printable.ts';
import { AwscredError } from '../../../errors.ts';
import type { Locks } from '../../../ports/store/lock.ts';
import { parseJsonObject, textIn } from '../../../core/text/json-text.ts';
import type { IndexFile } from '../index/index-file.ts';
import { decodeItem, isCache, kindOf } from '../item.ts';
import { withItems } from '../item-locks.ts';
import type { Items, NewItem } from '../items.ts';

export interface MigrationOptions {
  readonly from: Items;
  readonly to: Items;
  readonly index: IndexFile;
  readonly locks: Locks;
  /** As of ItemStore, for the store that things are moved to. */
  readonly runtime: string | null;
}

/**
 * Moves items from one store to the other, killed anywhere without loss: `copy` reads and writes only; when the new
 * store is the one in use, `clear` takes what was changed meanwhile along, and removes it from the old one.
 */
export class Migration {
  readonly #options: MigrationOptions;

  constructor(options: MigrationOptions) {
    this.#options = options;
  }

  /** Copies and reads back. AwscredError STORE where that does not give the same, or for a damaged key or seed. */
  async copy(accounts: readonly string[]): Promise<void> {
    for (const batch of batches(accounts, AT_A_TIME)) {
      await this.#copyBatch(batch);
    }
  }

  /** Returns how many were moved, and how many damaged ones were dropped. */
  async clear(accounts: readonly string[]): Promise<{ moved: number; damaged: number }> {
    const { from, to, locks } = this.#options;
    let moved = 0;
    for (const batch of batches(accounts, AT_A_TIME)) {
      await withItems(locks, batch, async () => {
        await this.#copyBatch(batch);
        const there = await to.readMany(batch);
        await this.#list(there);
        moved += there.size;
        await from.remove(batch);
      });
    }
    return { moved, damaged: accounts.length - moved };
  }

  /** Copies what the new store does not have, or only older. */
  async #copyBatch(batch: readonly string[]): Promise<void> {
    const { from, to } = this.#options;
    const texts = await from.readMany(batch);
    const there = await to.readMany(batch);
    const missing = [...texts].flatMap(([account, text]) => {
      const item = asNewItem(account, text);
      return item === null || isAtLeastAsNew(there.get(account), text) ? [] : [item];
    });
    await to.writeMany(missing);
    const written = missing.length === 0 ? new Map() : await to.readMany(missing.map((one) => one.account));
    if (missing.some(({ account, text }) => written.get(account) !== text)) {
      throw new AwscredError('STORE', 'the copy differs from the original; nothing was removed', {
        hints: ['try again: what was already copied is kept'],
      });
    }
  }

  async #list(texts: ReadonlyMap<string, string>): Promise<void> {
    const { to, index, runtime } = this.#options;
    const rows = [...texts].flatMap(([account, text]) => {
      const kind = kindOf(account);
      const facts = decodeItem(text)?.facts;
      return kind === null || facts === undefined
        ? []
        : [{ ...facts, kind, account, store: to.kind, runtime }];
    });
    await index.addAll(rows);
  }
}

/** As many as one child of the keychain's takes. */
const AT_A_TIME = 25;

/** Null for what is damaged and can be obtained again. Items of later versions are moved as they are. */
function asNewItem(account: string, text: string): NewItem | null {
  const item = parseJsonObject(text);
  const key = item === null ? null : textIn(item, 'key');
  if (key !== null) {
    return { account, text, key };
  }
  const kind = kindOf(account);
  if (kind !== null && isCache(kind)) {
    return null;
  }
  throw new AwscredError('STORE', `the stored entry ${printable(account)} is damaged; nothing was removed`, {
    hints: ['remove it and add it again'],
  });
}

function isAtLeastAsNew(there: string | undefined, text: string): boolean {
  if (there === undefined || there === text) {
    return there === text;
  }
  const old = decodeItem(there);
  const item = decodeItem(text);
  return old !== null && item !== null && old.facts.savedAt > item.facts.savedAt;
}
