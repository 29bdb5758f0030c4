import { timeOrNull } from '../../core/text/time.ts';
import { itemAccount } from '../../core/item-account.ts';
import { keptKeyFacts } from '../../core/kept-keys.ts';
import { Secret } from '../../core/secret.ts';
import type { ItemFacts, ItemId, ItemKind } from '../../ports/store/store.ts';
import {
  asJsonObject,
  type JsonObject,
  numberIn,
  parseJsonObject,
  textIn,
} from '../../core/text/json-text.ts';

/** No profile name shows in a keychain's windows. */
export function accountOf(id: ItemId): string {
  return itemAccount(id.kind, id.key);
}

/** What is stored under an account: the secret with its own name and facts, so that a lost index can be rebuilt. */
interface Item {
  readonly key: string;
  readonly facts: ItemFacts;
  readonly data: Secret;
}

/** UTF-8 JSON on one line. Holds the secret in clear: for the keychain, or to be encrypted. */
export function encodeItem(id: ItemId, data: Secret, facts: ItemFacts): string {
  const { label, profile, expiresAt, savedAt, through, after, keys } = facts;
  return JSON.stringify({
    v: 1,
    key: id.key,
    facts: { label, profile, expiresAt, savedAt, through, after, keys },
    data: data.reveal(),
  });
}

/** Null for anything that is not an item: damaged, foreign, or of a later version. */
export function decodeItem(text: string): Item | null {
  const item = parseJsonObject(text);
  const key = item === null ? null : textIn(item, 'key');
  const data = item === null ? null : textIn(item, 'data');
  const facts = item === null ? null : asJsonObject(item['facts']);
  if (item?.['v'] !== 1 || key === null || data === null || facts === null) {
    return null;
  }
  return { key, facts: toFacts(facts), data: new Secret(data) };
}

/** Written by a later version, so not damaged. */
export function isOfLaterVersion(text: string): boolean {
  const version = numberIn(parseJsonObject(text) ?? {}, 'v');
  return version !== null && version > 1;
}

export function toFacts(facts: JsonObject): ItemFacts {
  return {
    label: textIn(facts, 'label') ?? '',
    profile: textIn(facts, 'profile'),
    expiresAt: timeOrNull(facts['expiresAt']),
    savedAt: timeOrNull(facts['savedAt']) ?? 0,
    through: textIn(facts, 'through'),
    ...accountsIn(facts['after']),
    ...keysIn(facts['keys']),
  };
}

function keysIn(value: unknown): Pick<ItemFacts, 'keys'> {
  const keys = keptKeyFacts(value);
  return keys === null ? {} : { keys };
}

function accountsIn(after: unknown): Pick<ItemFacts, 'after'> {
  return Array.isArray(after) ? { after: after.filter((one) => typeof one === 'string') } : {};
}

/** Whether a name is an item's, also of a kind that only a later version knows. */
export function isAccount(name: string): boolean {
  return ACCOUNT.test(name);
}

const ACCOUNT = /^v1\.([a-z]+)\.[0-9a-f]{32}$/;
const KINDS: readonly ItemKind[] = ['tmp', 'sso', 'reg', 'saml', 'iam', 'totp'];

/** The kind that an account names, or null for a name that is not ours. */
export function kindOf(account: string): ItemKind | null {
  const match = ACCOUNT.exec(account);
  return KINDS.find((kind) => kind === match?.[1]) ?? null;
}

/** Can be obtained again, so a damaged one is treated as absent. Keys and seeds cannot. */
export function isCache(kind: ItemKind): boolean {
  return kind !== 'iam' && kind !== 'totp';
}
