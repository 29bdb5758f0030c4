import type { Locks } from '../../ports/store/lock.ts';

/** One write of one item; a crowd at one item is rare and short. */
const LOCK_MS = 60_000;

/** A writer and a deleter of one item take turns, or a row would outlive its item. */
export async function withItem<T>(locks: Locks, account: string, work: () => Promise<T>): Promise<T> {
  return await locks.withLock(`item ${account}`, { timeoutMs: LOCK_MS, purpose: 'store' }, work);
}

/** Several items at once, always in the same order, so that two who want them never wait for each other. */
export async function withItems<T>(
  locks: Locks,
  accounts: readonly string[],
  work: () => Promise<T>,
): Promise<T> {
  const [first, ...rest] = accounts.toSorted();
  return first === undefined
    ? await work()
    : await withItem(locks, first, async () => await withItems(locks, rest, work));
}
