import { statSync } from 'node:fs';
import { join } from 'node:path';
import { printable } from '../../../core/text/printable.ts';
import type { Secret } from '../../../core/secret.ts';
import { AwscredError } from '../../../errors.ts';
import type { Clock } from '../../../ports/clock.ts';
import type { Locks } from '../../../ports/store/lock.ts';
import type { Terminal } from '../../../ports/person/terminal.ts';
import type { Turnstile } from '../../locks/turnstile.ts';
import { errnoWords } from '../../files/errno.ts';
import { unwritable } from './unwritable.ts';
import { folderFault, makeFolder } from '../../files/trust/private-folder.ts';
import { readPrivateFile, writePrivateFile } from '../../files/trust/private-file.ts';
import type { HeldKey } from './held-key.ts';
import type { PassphraseSource } from './passphrase.ts';
import {
  type DataKey,
  newVault,
  openVault,
  parseHeader,
  serializeHeader,
  type VaultHeader,
} from './vault-header.ts';

interface VaultOptions {
  /** The state folder; the store is its folder `store`. */
  readonly stateFolder: string;
  readonly passphrase: PassphraseSource;
  readonly terminal: Terminal;
  readonly locks: Locks;
  /** Two at a time: a derivation takes 128 MiB, and twenty at once took 2.7 GB. */
  readonly derivations: Turnstile;
  /** What holds the key of an unlocked store; null to ask for the passphrase in any case. */
  readonly held: Pick<HeldKey, 'read' | 'holdForFile' | 'dropForFile'> | null;
  /** How long the kernel may hold a key that was derived from a passphrase file, in seconds; 0 for not at all. */
  readonly holdSeconds: number;
  readonly clock: Pick<Clock, 'now'>;
}

const CREATE_LOCK_MS = 60_000;
const TRIES = 3;

/** The encrypted store's folder and key. The passphrase is asked for, and the key derived, once and only on demand. */
export class Vault {
  readonly folder: string;
  readonly #options: VaultOptions;
  readonly #header: string;
  #key: Promise<DataKey> | null = null;

  constructor(options: VaultOptions) {
    this.#options = options;
    this.folder = join(options.stateFolder, 'store');
    this.#header = join(this.folder, 'header.json');
  }

  /** Why the folder cannot be trusted, or null. */
  fault(): string | null {
    return folderFault(this.#options.stateFolder) ?? folderFault(this.folder);
  }

  exists(): boolean {
    return this.fault() === null && statSync(this.#header, { throwIfNoEntry: false }) !== undefined;
  }

  /** Throws BAD_PASSPHRASE where a new store could have none; asks nobody. */
  findPassphrase(): void {
    this.#options.passphrase.find();
  }

  /** The key of the store, which is created where there is none. Throws BAD_PASSPHRASE or STORE. */
  async key(): Promise<DataKey> {
    this.#key ??= this.#openOrCreate();
    try {
      return await this.#key;
    } catch (error) {
      this.#key = null;
      throw error;
    }
  }

  async #openOrCreate(): Promise<DataKey> {
    const header = this.#read();
    if (header !== null) {
      return this.#heldKey(header) ?? (await this.#open(header, null));
    }
    this.#makeFolders();
    const passphrase = await this.#options.passphrase.fresh();
    const lock = { timeoutMs: CREATE_LOCK_MS, purpose: 'store' };
    const found = await this.#options.locks.withLock(
      'encrypted store',
      lock,
      // Another process may have created it first.
      async () => this.#read() ?? (await this.#create(passphrase)),
    );
    // Outside the lock: one process creates the store, and the others then derive their keys in parallel.
    return 'wrapped' in found ? await this.#open(found, passphrase) : found;
  }

  async #create(passphrase: Secret): Promise<DataKey> {
    const { header, dataKey } = await this.#options.derivations.pass(async () => await newVault(passphrase));
    try {
      writePrivateFile(this.#header, serializeHeader(header));
    } catch (error) {
      throw unwritable(this.#header, error);
    }
    return dataKey;
  }

  async #open(header: VaultHeader, known: Secret | null): Promise<DataKey> {
    const { passphrase: source, derivations, terminal } = this.#options;
    const tries = known === null && source.file === null ? TRIES : 1;
    for (let left = tries; left > 0; left -= 1) {
      const mark = source.mark(this.#options.clock.now());
      const passphrase = known ?? (await source.existing('Passphrase for the encrypted store'));
      // Of a crowd the first ones derive it, and the others find it held.
      const key = await derivations.pass(
        async () => this.#heldKey(header) ?? (await openVault(header, passphrase)),
      );
      if (key !== null) {
        this.#hold(key, header, mark);
        return key;
      }
      if (left > 1) {
        terminal.say('wrong passphrase');
      }
    }
    throw new AwscredError(
      'BAD_PASSPHRASE',
      `wrong passphrase for the encrypted store ${printable(this.folder)}`,
      {
        hints:
          source.file === null
            ? []
            : [`it was read from ${printable(source.file)}, which AWSCRED_PASSPHRASE_FILE names`],
      },
    );
  }

  #heldKey(header: VaultHeader): DataKey | null {
    const { held, holdSeconds, passphrase } = this.#options;
    return held?.read(header, () => (holdSeconds > 0 ? passphrase.mark() : null)) ?? null;
  }

  /** `mark`: the passphrase file before it was read; null where there is none, or it has just been written. */
  #hold(key: DataKey, header: VaultHeader, mark: string | null): void {
    const { held, holdSeconds, passphrase } = this.#options;
    if (holdSeconds === 0) {
      held?.dropForFile();
    } else if (mark !== null && mark === passphrase.mark() && held?.read(header, () => mark) === null) {
      held.holdForFile(key, header, mark, holdSeconds);
    }
  }

  /** Null where there is no store yet. */
  #read(): VaultHeader | null {
    const fault = this.fault();
    if (fault !== null) {
      throw new AwscredError('STORE', `the encrypted store cannot be used: ${fault}`, {
        hints: ['store nothing this time: add --no-cache'],
      });
    }
    let text: string | null;
    try {
      text = readPrivateFile(this.#header);
    } catch (error) {
      throw new AwscredError('STORE', `cannot read ${printable(this.#header)}: ${errnoWords(error)}`);
    }
    const header = text === null ? null : parseHeader(text);
    if (text !== null && header === null) {
      throw new AwscredError('STORE', `the encrypted store's ${printable(this.#header)} is damaged`, {
        hints: ['nothing in that folder can be read without it; move the folder away to start again'],
      });
    }
    return header;
  }

  #makeFolders(): void {
    const fault = makeFolder(this.#options.stateFolder) ?? makeFolder(this.folder);
    if (fault !== null) {
      throw new AwscredError('STORE', `the encrypted store cannot be written: ${fault}`);
    }
  }
}
