import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseJsonObject, textIn } from '../../../core/text/json-text.ts';
import { readPrivateFile, removeUnfinished, writePrivateFile } from '../../files/trust/private-file.ts';
import { AwscredError } from '../../../errors.ts';
import { isAccount } from '../item.ts';
import type { Items, NewItem } from '../items.ts';
import { seal, toSealed, unseal } from './seal.ts';
import { unwritable } from './unwritable.ts';
import type { Vault } from './vault.ts';
import type { DataKey } from './vault-header.ts';

/** Returned for an entry that does not decrypt; no item has this text. */
const DAMAGED = '';

/**
 * Items as files of the encrypted store, each named by its account: `{v, key, iv, tag, data}`, where `key` is the
 * canonical key in clear (it holds no secret), authenticated together with the store's id.
 */
export class EncryptedItems implements Items {
  readonly kind = 'file';
  readonly #vault: Vault;

  constructor(vault: Vault) {
    this.#vault = vault;
  }

  get detail(): string {
    return `encrypted files in ${this.#vault.folder}`;
  }

  /** Opens the store, or creates it. A file system that cannot be written fails at the write, not here. */
  async prepare(purpose?: 'for reading' | 'for writing'): Promise<void> {
    this.#believe();
    try {
      if (purpose === 'for reading' && !this.#vault.exists()) {
        this.#vault.findPassphrase();
      } else {
        await this.#vault.key();
      }
    } catch (error) {
      if (!(error instanceof AwscredError && error.code === 'STORE') || this.#vault.exists()) {
        throw error;
      }
    }
  }

  async read(account: string): Promise<string | null> {
    this.#believe();
    const path = this.#path(account);
    let text: string | null;
    try {
      text = readPrivateFile(path);
    } catch {
      return DAMAGED;
    }
    // Without an entry no key is derived and no passphrase is needed.
    if (text === null) {
      return null;
    }
    return this.#vault.exists() ? openEntry(await this.#vault.key(), text) : DAMAGED;
  }

  async write(account: string, text: string, key: string): Promise<void> {
    const dataKey = await this.#vault.key();
    const path = this.#path(account);
    const sealed = seal(dataKey.key, entryName(dataKey, key), Buffer.from(text, 'utf8'));
    try {
      removeUnfinished(path);
      writePrivateFile(path, `${JSON.stringify({ v: 1, key, ...sealed })}\n`);
    } catch (error) {
      // Names the folder, not the file: the same message for each item, so that a full disk prints one line.
      throw unwritable(this.#vault.folder, error);
    }
  }

  async readMany(accounts: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const found = new Map<string, string>();
    for (const account of accounts) {
      const text = await this.read(account);
      if (text !== null) {
        found.set(account, text);
      }
    }
    return found;
  }

  async writeMany(items: readonly NewItem[]): Promise<void> {
    for (const { account, text, key } of items) {
      await this.write(account, text, key);
    }
  }

  async search(prefixes: readonly string[]): Promise<readonly string[]> {
    this.#believe();
    return await Promise.resolve(
      this.#names().filter((name) => prefixes.some((prefix) => name.startsWith(prefix))),
    );
  }

  /** Needs no key, since deleting a file needs none. */
  async remove(accounts: readonly string[]): Promise<number> {
    this.#believe();
    const there = new Set(this.#names());
    const gone = accounts.filter((account) => there.has(account));
    for (const account of gone) {
      try {
        rmSync(this.#path(account), { force: true });
      } catch (error) {
        throw unwritable(this.#path(account), error);
      }
    }
    return await Promise.resolve(gone.length);
  }

  /** Nothing is split here. */
  async sweep(): Promise<number> {
    return await Promise.resolve(0);
  }

  #names(): readonly string[] {
    const { folder } = this.#vault;
    const isThere = statSync(folder, { throwIfNoEntry: false })?.isDirectory() ?? false;
    return isThere ? readdirSync(folder).filter(isAccount) : [];
  }

  #path(account: string): string {
    return join(this.#vault.folder, account);
  }

  #believe(): void {
    const fault = this.#vault.fault();
    if (fault !== null) {
      throw new AwscredError('STORE', `the encrypted store cannot be used: ${fault}`, {
        hints: ['store nothing this time: add --no-cache'],
      });
    }
  }
}

/** The text of an entry's file; a damaged one reads as DAMAGED. */
export function openEntry(dataKey: DataKey, text: string): string {
  const entry = parseJsonObject(text);
  const sealed = toSealed(entry);
  const key = entry === null ? null : textIn(entry, 'key');
  if (sealed === null || key === null || entry?.['v'] !== 1) {
    return DAMAGED;
  }
  return unseal(dataKey.key, entryName(dataKey, key), sealed)?.toString('utf8') ?? DAMAGED;
}

function entryName(dataKey: DataKey, key: string): string {
  return `${dataKey.storeId}\n${key}`;
}
