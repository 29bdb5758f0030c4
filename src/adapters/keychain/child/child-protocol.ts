import type { NewItem } from '../../store/items.ts';

/** The parent's request: one JSON line on the child's stdin. Secrets go only this way. */
export interface ChildRequest {
  readonly work: ChildWork;
  /** Items longer than this many bytes are split; null for platforms that take any length. */
  readonly limit: number | null;
  /** Chunks of this home alone are swept: `homeTag`. */
  readonly home: string | null;
}

export type ChildWork =
  /** Reads the sentinel, or creates it: fails where the keychain cannot be used. */
  | { readonly op: 'prepare' }
  | { readonly op: 'read'; readonly account: string }
  | { readonly op: 'read-many'; readonly accounts: readonly string[] }
  /** `sentinel`: sees to it as `prepare` does, afterwards. */
  | { readonly op: 'write'; readonly account: string; readonly text: string; readonly sentinel: boolean }
  | { readonly op: 'write-many'; readonly items: readonly Pick<NewItem, 'account' | 'text'>[] }
  /** Accounts of our service that begin with one of the prefixes; never prompts. */
  | { readonly op: 'search'; readonly prefixes: readonly string[] }
  /** Removes and reads back; chunks that no item names go too where `sweep` says so. */
  | { readonly op: 'remove'; readonly accounts: readonly string[]; readonly sweep: boolean }
  /** Removes the chunks that no item names, and did not name a second ago either. */
  | { readonly op: 'sweep' };

/** The child's lines on stdout: `open` once the service has answered, `step` after each of many items, an answer last. */
export type ChildLine =
  | { readonly at: 'open' | 'step' }
  | { readonly answer: ChildAnswer }
  /** The addon's words: only they tell causes apart. */
  | { readonly error: string };

/** The text read (null: absent for certain), the accounts or items found, how many were removed, or nothing to say. */
export type ChildAnswer = string | readonly string[] | readonly (readonly [string, string])[] | number | null;
