import { AwscredError } from '../../../errors.ts';
import type { Locks } from '../../../ports/store/lock.ts';
import type { Report } from '../../../ports/person/report.ts';
import type { StoreDescription } from '../../../ports/store/store.ts';
import type { Migrated, StoreKind } from '../../../ports/store/upkeep.ts';
import { isAbsence } from '../../keychain/faults.ts';
import type { ChosenBefore } from '../chosen-before.ts';
import type { Items } from '../items.ts';
import { Migration, type MigrationOptions } from './migration.ts';

export interface MigrateOptions extends MigrationOptions {
  readonly locks: Locks;
  readonly report: Report;
  readonly before: ChosenBefore;
  /** The store in use until now. */
  readonly inUse: StoreDescription['kind'];
  /** From here on the new store is the one in use: sets `store`. */
  readonly switchOver: () => void;
}

const LOCK_MS = 60_000;

/** `store migrate`: see Upkeep. AwscredError with exit status 5 where a store cannot be used, and nothing changed. */
export async function migrateStore(options: MigrateOptions): Promise<Migrated> {
  const lock = { timeoutMs: LOCK_MS, purpose: 'store migrate' };
  return await options.locks.withLock('store migrate', lock, async () => {
    const accounts = await find(options);
    if (options.inUse === options.to.kind && accounts.length === 0) {
      return { moved: 0, damaged: 0, already: true };
    }
    // Opens an encrypted store that is there, or makes one; a locked keychain ends it here.
    await options.to.prepare();
    const migration = new Migration(options);
    await migration.copy(accounts);
    options.switchOver();
    options.before.write(options.to.kind);
    const { moved, damaged } = await migration.clear(accounts);
    return { moved, damaged, already: false };
  });
}

/** What is in the old store. One that is not there holds nothing, unless it is the one in use. */
async function find({ from, to, inUse, report }: MigrateOptions): Promise<readonly string[]> {
  try {
    return await allOf(from);
  } catch (error) {
    if (inUse === to.kind && error instanceof AwscredError) {
      const isAbsent: boolean = isAbsence(error);
      if (!isAbsent) {
        report.warn(
          `awscred cannot tell whether the ${nameOf(from.kind)} still holds anything: ${error.message}`,
        );
      }
      return [];
    }
    if (inUse !== from.kind && isAbsence(error)) {
      return [];
    }
    throw error;
  }
}

async function allOf(items: Items): Promise<readonly string[]> {
  return (await items.search(['v1.'])).filter((account) => !account.startsWith('v1.chunk.'));
}

/** A store, for people. */
function nameOf(kind: StoreKind): string {
  return kind === 'file' ? 'encrypted file' : 'keychain';
}
