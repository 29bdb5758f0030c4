import type { ItemRow } from './store.ts';

export type StoreKind = 'keychain' | 'file';

/** What `cache prune`, `store …` and `doctor` do with the store beyond reading and writing. Throws as Store does. */
export interface Upkeep {
  /** Removes what has expired, and what killed processes have left. */
  prune(): Promise<Pruned>;
  /**
   * Moves everything to `to`: copies and reads back, calls `switchOver`, then removes from the other store. After an
   * interruption a second run completes it.
   */
  migrate(to: StoreKind, switchOver: () => void): Promise<Migrated>;
  /** Opens the encrypted store with its passphrase and holds its key for `seconds`. Epoch milliseconds. */
  unlock(seconds: number): Promise<number>;
  /** Drops the key at once. False when it was not held. */
  lock(): boolean;
  /** Until when the encrypted store is unlocked, in epoch milliseconds; null when it is not. */
  unlockedUntil(): number | null;
  /** Inspects everything, changes nothing and asks nobody. */
  inspect(): Promise<StoreInspection>;
}

export interface Pruned {
  /** Items past their end, as the index knew them; items the index had lost have no label. */
  readonly items: readonly Pick<ItemRow, 'label' | 'account' | 'expiresAt'>[];
  /** Pieces of split items that no item names. */
  readonly chunks: number;
  /** Lines of the index whose item is gone, and items that were put back into it. */
  readonly rows: number;
  readonly restored: number;
  /** Full paths of files that were half written when their writer was killed. */
  readonly files: readonly string[];
  readonly locks: number;
  /** What could not be looked at, and why; one line each. */
  readonly left: readonly string[];
}

export interface Migrated {
  readonly moved: number;
  /** Damaged entries of what can be obtained again: they were not moved. */
  readonly damaged: number;
  /** Nothing was to be done. */
  readonly already: boolean;
}

export interface StoreInspection {
  /** Why the store in use cannot be used now, with what to do; null when it can. */
  readonly fault: { readonly message: string; readonly hints: readonly string[] } | null;
  readonly index: 'sound' | 'missing' | 'damaged' | 'unbelievable';
  /** Accounts of items that the index does not know, and rows without an item; null where it cannot be seen. */
  readonly orphans: { readonly items: number; readonly rows: number } | null;
  readonly expired: number;
  /** Full paths, as `Pruned.files`. */
  readonly files: readonly string[];
  /** Locks held just now. */
  readonly holders: readonly HeldLock[];
  /** Why a folder of ours cannot be trusted; one line each. */
  readonly folders: readonly string[];
}

export interface HeldLock {
  readonly pid: number;
  readonly purpose: string | null;
  readonly terminal: string | null;
  /** Stopped by a signal: it may hold the lock for any length of time. */
  readonly stopped: boolean;
}
