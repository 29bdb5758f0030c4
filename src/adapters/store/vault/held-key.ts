import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { AwscredError } from '../../../errors.ts';
import type { Clock } from '../../../ports/clock.ts';
import { asJsonObject, numberIn, parseJsonObject, textIn } from '../../../core/text/json-text.ts';
import { folderFault } from '../../files/trust/private-folder.ts';
import { readPrivateFile, writePrivateFile } from '../../files/trust/private-file.ts';
import { isSerial, type KernelKeyring } from './kernel-keyring.ts';
import { type Sealed, seal, toSealed, unseal } from './seal.ts';
import { unwritable } from './unwritable.ts';
import type { DataKey, VaultHeader } from './vault-header.ts';

/** What can read a key of the kernel's: keyctl by its serial, the addon by its name. */
export interface KeyReader {
  read(key: { readonly serial: string; readonly name: string | null }): Uint8Array | null;
}

interface HeldKeyOptions<K extends KeyReader = KernelKeyring> {
  readonly stateFolder: string;
  /** A reader that starts no program, asked first. */
  readonly quick?: KeyReader;
  /** `KernelKeyring.find()`; for reading alone any reader. */
  readonly keyring: K | null;
  readonly clock: Pick<Clock, 'now'>;
}

/** The file half: which key of the kernel's, for which store, until when, and a check that only the data key opens. */
interface Half {
  readonly storeId: string;
  readonly serial: string;
  /** For a reader that has only the addon; null in a file of an older version. */
  readonly name: string | null;
  /** Epoch milliseconds. */
  readonly until: number;
  /** Of a key that was derived from a passphrase file, and is for who can read that file alone; null for everybody. */
  readonly by: string | null;
  readonly check: Sealed;
}

/** A store, by its header. */
type Store = Pick<VaultHeader, 'id'> & { readonly kdf: Pick<VaultHeader['kdf'], 'salt'> };

/**
 * The data key of a store, if it is held. `mark`: which passphrase file this process can read (`passphraseMark`), asked
 * where the key is held for one. Never throws: without it the passphrase is needed.
 */
export function readHeldKey(
  store: Store,
  { stateFolder, keyring, quick, clock }: HeldKeyOptions<KeyReader>,
  mark: () => string | null,
): DataKey | null {
  const half = halfIn(stateFolder);
  if (half === null || half.until <= clock.now() || !isFor(half, store, mark)) {
    return null;
  }
  const key = quick?.read(half) ?? keyring?.read(half) ?? null;
  return key !== null && opens(key, half) ? { storeId: store.id, key } : null;
}

function opens(key: Uint8Array, half: Half): boolean {
  return key.length === 32 && unseal(key, checkName(half), half.check) !== null;
}

function isFor({ storeId, by }: Half, { id, kdf }: Store, mark: () => string | null): boolean {
  return storeId === id && (by === null || by === byFile(mark(), kdf.salt));
}

/**
 * The encrypted store's data key while the store is unlocked: the key itself in the kernel's memory, and beside the
 * store a file, 0600, that says which one. Somebody who reaches the keyring but not the home can remove the key,
 * which costs a passphrase, but cannot replace it. Removing the file ends it for awscred everywhere.
 */
export class HeldKey {
  readonly #path: string;
  readonly #options: HeldKeyOptions;

  constructor(options: HeldKeyOptions) {
    this.#options = options;
    this.#path = pathIn(options.stateFolder);
  }

  /** Null unless this very store is unlocked, for everybody or for the passphrase file that `mark` tells. */
  read(store: Store, mark: () => string | null): DataKey | null {
    return readHeldKey(store, this.#options, mark);
  }

  /**
   * Holds a key that was derived from a passphrase file, if the kernel can: who reads the file could derive it again.
   * `mark`: which file, unchanged since before it was read. Never throws.
   */
  holdForFile(key: DataKey, { kdf }: Store, mark: string, seconds: number): void {
    const isOfPerson = halfIn(this.#options.stateFolder)?.by === null && this.until() !== null;
    if (this.#options.keyring === null || isOfPerson) {
      return;
    }
    try {
      this.hold(key, seconds, byFile(mark, kdf.salt));
    } catch (error) {
      if (!(error instanceof AwscredError)) {
        throw error;
      }
      // The next run derives the key again.
    }
  }

  /** Drops a key that is held for a passphrase file. */
  dropForFile(): void {
    if ((halfIn(this.#options.stateFolder)?.by ?? null) !== null) {
      this.drop();
    }
  }

  /** Until when the store is unlocked for everybody, in epoch milliseconds, as the file says; null when it is not. */
  until(): number | null {
    const half = halfIn(this.#options.stateFolder);
    return half === null || half.by !== null || half.until <= this.#options.clock.now() ? null : half.until;
  }

  /** Holds the key; returns until when. AwscredError STORE where the kernel or the file system does not let us. */
  hold({ storeId, key }: DataKey, seconds: number, by: string | null = null): number {
    const { keyring, clock } = this.#options;
    if (keyring === null) {
      throw new AwscredError('STORE', 'only the Linux kernel can hold the store open, and it needs keyctl', {
        hints: [
          'on Linux, install the package keyutils',
          'or name the file with the passphrase in AWSCRED_PASSPHRASE_FILE',
        ],
      });
    }
    const before = halfIn(this.#options.stateFolder);
    const until = clock.now() + seconds * 1000;
    const name = `held.${randomBytes(8).toString('hex')}`;
    const serial = keyring.keep({ name, bytes: key, seconds });
    if (serial === null) {
      throw new AwscredError(
        'STORE',
        'the kernel keyring does not accept a key here, as in some containers',
        {
          hints: ['name the file with the passphrase in AWSCRED_PASSPHRASE_FILE instead'],
        },
      );
    }
    const named = { storeId, serial, name, until, by };
    try {
      const check = seal(key, checkName(named), Buffer.alloc(0));
      writePrivateFile(this.#path, `${JSON.stringify({ version: 1, ...named, check })}\n`);
    } catch (error) {
      keyring.end(serial);
      throw unwritable(this.#path, error);
    }
    if (before !== null) {
      keyring.end(before.serial);
    }
    return until;
  }

  /** Drops the key at once, the file first. False when the store was locked already. */
  drop(): boolean {
    const half = halfIn(this.#options.stateFolder);
    try {
      rmSync(this.#path, { force: true });
    } catch (error) {
      throw unwritable(this.#path, error);
    }
    if (half === null) {
      return false;
    }
    this.#options.keyring?.end(half.serial);
    return half.until > this.#options.clock.now();
  }
}

function halfIn(stateFolder: string): Half | null {
  if (folderFault(stateFolder) !== null) {
    return null;
  }
  try {
    return parseHalf(readPrivateFile(pathIn(stateFolder)) ?? '');
  } catch {
    return null;
  }
}

function pathIn(stateFolder: string): string {
  return join(stateFolder, 'unlocked.json');
}

function parseHalf(text: string): Half | null {
  const half = parseJsonObject(text) ?? {};
  const storeId = textIn(half, 'storeId');
  const serial = textIn(half, 'serial');
  const until = numberIn(half, 'until');
  const check = toSealed(asJsonObject(half['check']));
  const name = textIn(half, 'name');
  const by = textIn(half, 'by');
  const isComplete = storeId !== null && serial !== null && until !== null && check !== null;
  return isComplete && half['version'] === 1 && isSerial(serial)
    ? { storeId, serial, name, until, by, check }
    : null;
}

function checkName({ storeId, serial, until, by }: Omit<Half, 'name' | 'check'>): string {
  return `awscred unlocked ${storeId} ${serial} ${until}${by === null ? '' : ` by ${by}`}`;
}

/** The salt too: after a change of passphrase the file may hold the old one. */
function byFile(mark: string | null, salt: string): string | null {
  return mark === null ? null : `${mark} ${salt}`;
}
