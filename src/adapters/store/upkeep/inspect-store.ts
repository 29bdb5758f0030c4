import { join } from 'node:path';
import { AwscredError } from '../../../errors.ts';
import type { Store } from '../../../ports/store/store.ts';
import type { StoreInspection } from '../../../ports/store/upkeep.ts';
import { type LeftoverPlaces, unfinishedFiles } from '../../leftovers/unfinished-files.ts';
import { heldLocks } from '../../locks/left-locks.ts';
import { presentLockFolders } from '../../locks/lock-folders.ts';
import { folderFault } from '../../files/trust/private-folder.ts';
import { PassphraseSource } from '../vault/passphrase.ts';
import { isExpired } from './prune-items.ts';
import { createVault, type StoreInput, type StoreParts } from '../store-parts.ts';

interface InspectInput {
  readonly input: StoreInput;
  readonly parts: StoreParts;
  readonly store: Store;
}

/** Inspects the store for `doctor`: asks nobody, opens no dialog, creates nothing. */
export async function inspectStore(inspect: InspectInput, places: LeftoverPlaces): Promise<StoreInspection> {
  const { input, parts, store } = inspect;
  const now = input.clock.now();
  const rows = parts.index.rows();
  const { stateFolder } = input.places;
  const lockFolders = presentLockFolders(input.places);
  const found = await look(inspect);
  const own = rows.filter((row) => row.store === store.describe().kind);
  return {
    fault: found.fault === null ? null : { message: found.fault.message, hints: found.fault.hints },
    index: parts.index.health(),
    orphans:
      found.accounts === null
        ? null
        : compare(
            found.accounts,
            own.map((row) => row.account),
          ),
    expired: rows.filter((row) => isExpired(row, now)).length,
    files: await unfinishedFiles({ ...places, lockFolders: () => lockFolders }, input.clock),
    holders: heldLocks(lockFolders),
    folders: [stateFolder, join(stateFolder, 'store')].flatMap((folder) => folderFault(folder) ?? []),
  };
}

interface Look {
  readonly fault: AwscredError | null;
  /** What is in the store; null where that cannot be seen. */
  readonly accounts: readonly string[] | null;
}

async function look({ input, parts, store }: InspectInput): Promise<Look> {
  const { kind } = store.describe();
  if (kind === 'none') {
    return { fault: input.settings.store === 'none' ? null : parts.absent, accounts: null };
  }
  try {
    const items = kind === 'file' ? parts.fileItems : parts.keychainItems;
    // A search never prompts, and needs no passphrase.
    const accounts = await items.search(['v1.']);
    return { fault: kind === 'file' ? await vaultFault(input, parts) : null, accounts };
  } catch (error) {
    if (error instanceof AwscredError) {
      return { fault: error, accounts: null };
    }
    throw error;
  }
}

/** Whether the encrypted store opens, as far as nobody has to be asked for it. */
async function vaultFault(input: StoreInput, parts: StoreParts): Promise<AwscredError | null> {
  const { passphrase, vault, held } = parts;
  try {
    const isHeld = held.until() !== null;
    if (!isHeld) {
      passphrase.find();
    }
    if (vault.exists() && (isHeld || passphrase.file !== null)) {
      const nobody = { ...input.terminal, available: false };
      const source = new PassphraseSource(input.environment, nobody);
      await createVault({ ...input, terminal: nobody }, source, held).key();
    }
    return null;
  } catch (error) {
    if (error instanceof AwscredError) {
      return error;
    }
    throw error;
  }
}

function compare(accounts: readonly string[], rows: readonly string[]): { items: number; rows: number } {
  const known = new Set(rows);
  const there = new Set(accounts);
  return {
    items: accounts.filter((account) => !known.has(account)).length,
    rows: rows.filter((account) => !there.has(account)).length,
  };
}
