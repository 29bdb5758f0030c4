import { randomBytes, scrypt } from 'node:crypto';
import type { Secret } from '../../../core/secret.ts';
import {
  asJsonObject,
  type JsonObject,
  numberIn,
  parseJsonObject,
  textIn,
} from '../../../core/text/json-text.ts';
import { type Sealed, seal, toSealed, unseal } from './seal.ts';

/** The encrypted store's header: how its data key is wrapped. A new passphrase rewrites this alone. */
export interface VaultHeader {
  /** Random; part of every entry's associated data, so that entries of another store do not open. */
  readonly id: string;
  readonly kdf: Kdf;
  /** The data key under the passphrase's key; its tag is the key-check. */
  readonly wrapped: Sealed;
}

interface Kdf {
  readonly name: 'scrypt';
  readonly n: number;
  readonly r: number;
  readonly p: number;
  /** 16 bytes, base64. */
  readonly salt: string;
}

/** What opens the entries. */
export interface DataKey {
  readonly storeId: string;
  readonly key: Uint8Array;
}

/** 240 ms and 128 MiB (docs/store.md, "Encrypted file"). */
const SCRYPT = { n: 2 ** 17, r: 8, p: 1 } as const;
/** Below it a header is planted or damaged. */
export const LEAST_COST = 2 ** 14;
const MOST_BYTES = 512 * 1024 * 1024;

/** `n` is scrypt's cost; tests that start many processes take the least that `parseHeader` accepts. */
export async function newVault(
  passphrase: Secret,
  n: number = SCRYPT.n,
): Promise<{ header: VaultHeader; dataKey: DataKey }> {
  const id = randomBytes(16).toString('hex');
  const kdf: Kdf = { name: 'scrypt', ...SCRYPT, n, salt: randomBytes(16).toString('base64') };
  const key = randomBytes(32);
  const wrapped = seal(await derive(passphrase, kdf), wrapName(id, kdf), key);
  return { header: { id, kdf, wrapped }, dataKey: { storeId: id, key } };
}

/** Null when the passphrase is wrong. */
export async function openVault(header: VaultHeader, passphrase: Secret): Promise<DataKey | null> {
  const { id, kdf, wrapped } = header;
  const key = unseal(await derive(passphrase, kdf), wrapName(id, kdf), wrapped);
  return key === null ? null : { storeId: id, key };
}

export function serializeHeader(header: VaultHeader): string {
  return `${JSON.stringify({ version: 1, ...header })}\n`;
}

/** Null for a damaged header, or one of a later version. */
export function parseHeader(text: string): VaultHeader | null {
  const header = parseJsonObject(text);
  const id = header === null ? null : textIn(header, 'id');
  const kdf = header === null ? null : toKdf(asJsonObject(header['kdf']));
  const wrapped = header === null ? null : toSealed(asJsonObject(header['wrapped']));
  const isComplete = header?.['version'] === 1 && id !== null && kdf !== null && wrapped !== null;
  return isComplete ? { id, kdf, wrapped } : null;
}

function toKdf(kdf: JsonObject | null): Kdf | null {
  if (kdf === null || textIn(kdf, 'name') !== 'scrypt') {
    return null;
  }
  const [n = 0, r = 0, p = 0] = ['n', 'r', 'p'].map((name) => numberIn(kdf, name) ?? 0);
  const salt = textIn(kdf, 'salt');
  return salt !== null && isSane(n, r, p) ? { name: 'scrypt', n, r, p, salt } : null;
}

/** A planted header must neither weaken the key nor take the memory: scrypt needs 128 · n · r bytes. */
function isSane(n: number, r: number, p: number): boolean {
  const isPowerOfTwo = Number.isInteger(Math.log2(n));
  const isWithin = [n >= LEAST_COST, r >= 8, r <= 32, p >= 1, p <= 4, 128 * n * r <= MOST_BYTES];
  return isPowerOfTwo && Number.isInteger(r) && Number.isInteger(p) && !isWithin.includes(false);
}

/** The parameters are bound too: weaker ones cannot be slipped in. */
function wrapName(id: string, kdf: Kdf): string {
  return `awscred store ${id} ${kdf.name} ${kdf.n} ${kdf.r} ${kdf.p} ${kdf.salt}`;
}

async function derive(passphrase: Secret, kdf: Kdf): Promise<Buffer> {
  const options = { N: kdf.n, r: kdf.r, p: kdf.p, maxmem: 256 * kdf.n * kdf.r };
  const salt = Buffer.from(kdf.salt, 'base64');
  return await new Promise((resolve, reject) => {
    scrypt(passphrase.reveal().normalize('NFC'), salt, 32, options, (error, key) => {
      if (error === null) {
        resolve(key);
      } else {
        reject(error);
      }
    });
  });
}
