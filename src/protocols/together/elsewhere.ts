import { itemAccount } from '../../core/item-account.ts';
import { AwscredError } from '../../errors.ts';
import type { Ports } from '../../ports/index.ts';
import type { ItemId } from '../../ports/store/store.ts';

/** Runs all functions at once. The first to end decides; the signals of the others are aborted. */
export async function firstOf<T>(ways: readonly ((over: AbortSignal) => Promise<T>)[]): Promise<T> {
  const over = new AbortController();
  try {
    return await Promise.race(ways.map(async (way) => way(over.signal)));
  } finally {
    over.abort();
  }
}

/** What another process, such as `awscred login` in another terminal, may obtain while a person is asked here. */
export interface Elsewhere<T> {
  /** A text that changes when it is worth looking; opens no keychain. */
  readonly trace: () => string;
  readonly look: () => Promise<T | null>;
}

/** Resolves when `look` finds something after the trace has changed; rejects only when `over` is aborted. */
export async function foundElsewhere<T>(
  { trace, look }: Elsewhere<T>,
  clock: Ports['clock'],
  over: AbortSignal,
): Promise<T> {
  for (let seen = trace(); ;) {
    await clock.sleep(LOOK_MS, over);
    const now = trace();
    const found = now === seen ? null : await quietly(look);
    if (found !== null) {
      return found;
    }
    seen = now;
  }
}

const LOOK_MS = 1000;

/** When an item was last stored, by the index. */
export function savedAt(id: ItemId, store: Ports['store']): string {
  const account = itemAccount(id.kind, id.key);
  return String(store.rows().find((row) => row.account === account)?.savedAt ?? '');
}

// The person is still being asked. If the store keeps failing, the answer will meet that error.
async function quietly<T>(look: () => Promise<T | null>): Promise<T | null> {
  try {
    return await look();
  } catch (error) {
    if (error instanceof AwscredError) {
      return null;
    }
    throw error;
  }
}
