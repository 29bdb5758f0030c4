import { asJsonObject, type JsonObject, numberIn, parseJsonObject, textIn } from './text/json-text.ts';
import { Secret } from './secret.ts';

/** What the index says of a profile's access keys in the store. Nothing secret. */
export interface KeptKeyFacts {
  /** Of the key in use. */
  readonly accessKeyId: string;
  /** Twelve digits; null where nobody asked AWS. */
  readonly account: string | null;
  /** The user's ARN; null likewise. */
  readonly user: string | null;
  /** Epoch milliseconds. */
  readonly addedAt: number;
  /** Epoch milliseconds; null where awscred has never rotated it. */
  readonly rotatedAt: number | null;
}

/** Which profiles have access keys in the store, by the index alone. */
export interface KeptKeyIndex {
  of(profile: string): KeptKeyFacts | null;
  /** False where the index is lost: then a profile that is not in it may have keys all the same. */
  isKnown(): boolean;
}

export interface KeyPair {
  readonly accessKeyId: string;
  readonly secretAccessKey: Secret;
}

/** What the item of a profile holds: the key in use, and during a rotation the one that comes or goes. */
export interface KeptKeys {
  readonly current: KeyPair;
  /** Made by AWS, not proven yet. */
  readonly next: KeyPair | null;
  /** Replaced, and not deleted yet. */
  readonly old: KeyPair | null;
}

/** The canonical key of a profile's item. */
export function keptKeyName(profile: string): string {
  return `keys:${profile}`;
}

export function keptKeysText({ current, next, old }: KeptKeys): Secret {
  return new Secret(JSON.stringify({ current: plain(current), next: plain(next), old: plain(old) }));
}

/** Null for what is no item of keys. */
export function keptKeysIn(text: Secret): KeptKeys | null {
  const object = parseJsonObject(text.reveal());
  const current = object === null ? null : pairIn(object['current']);
  return object === null || current === null
    ? null
    : { current, next: pairIn(object['next']), old: pairIn(object['old']) };
}

/** Null where the row has none. */
export function keptKeyFacts(value: unknown): KeptKeyFacts | null {
  const object: JsonObject | null = asJsonObject(value);
  const accessKeyId = object === null ? null : textIn(object, 'accessKeyId');
  return object === null || accessKeyId === null
    ? null
    : {
        accessKeyId,
        account: textIn(object, 'account'),
        user: textIn(object, 'user'),
        addedAt: numberIn(object, 'addedAt') ?? 0,
        rotatedAt: numberIn(object, 'rotatedAt'),
      };
}

function plain(pair: KeyPair | null): unknown {
  return pair === null ? null : { id: pair.accessKeyId, secret: pair.secretAccessKey.reveal() };
}

function pairIn(value: unknown): KeyPair | null {
  const object = asJsonObject(value);
  const id = object === null ? null : textIn(object, 'id');
  const secret = object === null ? null : textIn(object, 'secret');
  return id === null || secret === null ? null : { accessKeyId: id, secretAccessKey: new Secret(secret) };
}
