import type { KeptKeyFacts } from '../../core/kept-keys.ts';
import type { Secret } from '../../core/secret.ts';

/** What an item is: temporary credentials, an SSO token, an SSO client registration, a SAML assertion, … (docs/store.md, "Items"). */
export type ItemKind = 'tmp' | 'sso' | 'reg' | 'saml' | 'iam' | 'totp';

/** Names an item. The keychain's account is `v1.<kind>.<first 32 hex digits of SHA-256 of key>`. */
export interface ItemId {
  readonly kind: ItemKind;
  /** The canonical key, stored inside the item and checked on read. Holds no secret. */
  readonly key: string;
}

/** What the index says of an item: nothing secret, enough for `list` and `cache list`. */
export interface ItemFacts {
  /** For people: `sso PowerUser in 111122223333`, `assume-role Admin in 444455556666`. */
  readonly label: string;
  /** The profile it was obtained for, null for a sign-in. */
  readonly profile: string | null;
  /** Epoch milliseconds; null for what does not expire. */
  readonly expiresAt: number | null;
  /** Epoch milliseconds. */
  readonly savedAt: number;
  /** Key of the sign-in's item that it was obtained with: `logout` deletes items with that key. */
  readonly through: string | null;
  /** Accounts of the items that it was obtained with, an MFA session's or a role's: `logout` deletes it with them. */
  readonly after?: readonly string[];
  /** Of a profile's access keys (kind `iam`): planning knows them by the index alone. */
  readonly keys?: KeptKeyFacts;
}

/**
 * What a reader has use for, so that the index alone can tell that it will not be found: credentials saved from
 * `savedFrom` on and ending after `endsAfter`, in epoch milliseconds.
 */
export interface Wanted {
  readonly savedFrom: number;
  readonly endsAfter: number;
}

export interface ItemRow extends ItemFacts {
  readonly kind: ItemKind;
  /** `v1.<kind>.<32 hex>`. */
  readonly account: string;
}

export interface StoreDescription {
  readonly kind: 'keychain' | 'file' | 'none';
  /** One line for people: which service, which folder. */
  readonly detail: string;
}

/** Where secrets are kept. An error is never "empty"; all errors are AwscredError with exit status 5. */
export interface Store {
  /** Which store is in use and why; opens nothing that may prompt. */
  describe(): StoreDescription;
  /**
   * Makes sure the store can be used, or throws (exit 5) before anything is asked of AWS. `for reading` creates no
   * encrypted store (that needs a key derivation), but still requires its passphrase. `for writing`: an item is obtained
   * just now, so that what takes long to start can start meanwhile.
   */
  prepare(purpose?: 'for reading' | 'for writing'): Promise<void>;
  /** Null means absent for certain, or of no use by the index. Restores a lost index row. */
  get(id: ItemId, wanted?: Wanted): Promise<Secret | null>;
  put(id: ItemId, value: Secret, facts: ItemFacts): Promise<void>;
  /** Deletes and reads back; false when it was not there. */
  delete(id: ItemId): Promise<boolean>;
  /** The index alone: never opens the keychain; a damaged or missing index is an empty list. */
  rows(): readonly ItemRow[];
  /** False where the index is lost, so that `rows` may lack items that are there: damaged, or gone though something was kept. */
  isListed(): boolean;
  /** Puts back the rows of items that a lost index no longer has. Reads the items, so it may ask for a passphrase. */
  relist(): Promise<void>;
  /** Deletes by row, and items of the kinds `lost` that the index has lost. Returns how many. */
  remove(rows: readonly ItemRow[], lost?: readonly ItemKind[]): Promise<number>;
  /** Deletes the temporary credentials that are meant, and no others, also those that the index has lost. Returns how many. */
  forget(isMeant: (row: ItemRow) => boolean): Promise<number>;
}
