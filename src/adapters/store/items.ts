/**
 * What a store keeps its texts in: the keychain, encrypted files, a memory in tests. Errors are AwscredErrors with
 * exit status 5 and never mean "empty".
 */
export interface Items {
  readonly kind: 'keychain' | 'file';
  /** One line for `store status`. */
  readonly detail: string;
  /** Throws unless items can be read and, as far as can be told, written. */
  prepare(purpose?: 'for reading' | 'for writing'): Promise<void>;
  /** Null means absent for certain; a damaged item is a text that is no item. */
  read(account: string): Promise<string | null>;
  /** `key` is the canonical key that the item belongs to. */
  write(account: string, text: string, key: string): Promise<void>;
  /** Many at once; what is absent is left out. */
  readMany(accounts: readonly string[]): Promise<ReadonlyMap<string, string>>;
  writeMany(items: readonly NewItem[]): Promise<void>;
  /** Accounts that begin with one of the prefixes, whether the index knows them or not. Never prompts. */
  search(prefixes: readonly string[]): Promise<readonly string[]>;
  /** Removes and reads back. Returns how many were there. */
  remove(accounts: readonly string[]): Promise<number>;
  /** Removes pieces of split items that no item names: what a killed writer leaves. Returns how many. */
  sweep(): Promise<number>;
}

export interface NewItem {
  readonly account: string;
  readonly text: string;
  /** As in `write`. */
  readonly key: string;
}
