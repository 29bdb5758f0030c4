import { randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { AwscredError } from '../../../errors.ts';
import type { Clock } from '../../../ports/clock.ts';
import { asJsonObject, numberIn, parseJsonObject, textIn } from '../../../core/text/json-text.ts';
import { folderFault } from '../../files/private-folder.ts';
import { readPrivateFile, writePrivateFile } from '../../files/private-file.ts';
import { isSerial, type KernelKeyring } from './kernel-keyring.ts';
import { type Sealed, seal, toSealed, unseal } from './seal.ts';
import { unwritable } from './vault.ts';
import type { DataKey } from './vault-header.ts';

/** What can read a key of the kernel's: keyctl by its serial, the addon by its name. */
export interface KeyReader {
  read(key: { readonly serial: string; readonly name: string | null }): Uint8Array | null;
}

interface HeldKeyOptions<K extends KeyReader = KernelKeyring> {
  readonly stateFolder: string;
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
  readonly check: Sealed;
}

/** The data key of the store `storeId`, if it is held. Never throws: without it the passphrase is needed. */
export function readHeldKey(
  storeId: string,
  { stateFolder, keyring, clock }: HeldKeyOptions<KeyReader>,
): DataKey | null {
  const half = halfIn(stateFolder);
  if (half === null || half.storeId !== storeId || half.until <= clock.now()) {
    return null;
  }
  const key = keyring?.read(half) ?? null;
  const isRight = key !== null && key.length === 32 && unseal(key, checkName(half), half.check) !== null;
  return isRight ? { storeId, key } : null;
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

  /** Null unless this very store is unlocked. */
  read(storeId: string): DataKey | null {
    return readHeldKey(storeId, this.#options);
  }

  /** Until when the store is unlocked, in epoch milliseconds, as the file says; null when it is not. */
  until(): number | null {
    const half = halfIn(this.#options.stateFolder);
    return half === null || half.until <= this.#options.clock.now() ? null : half.until;
  }

  /** Holds the key; returns until when. AwscredError STORE where the kernel or the file system does not let us. */
  hold({ storeId, key }: DataKey, seconds: number): number {
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
    const named = { storeId, serial, name, until };
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
  const isComplete = storeId !== null && serial !== null && until !== null && check !== null;
  return isComplete && half['version'] === 1 && isSerial(serial)
    ? { storeId, serial, name, until, check }
    : null;
}

function checkName({ storeId, serial, until }: Pick<Half, 'storeId' | 'serial' | 'until'>): string {
  return `awscred unlocked ${storeId} ${serial} ${until}`;
}
