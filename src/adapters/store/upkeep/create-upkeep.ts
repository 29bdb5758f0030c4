import type { HotCache } from '../../../ports/store/hot-cache.ts';
import type { Store } from '../../../ports/store/store.ts';
import type { Migrated, Pruned, StoreKind, Upkeep } from '../../../ports/store/upkeep.ts';
import { AwscredError } from '../../../errors.ts';
import { type LeftoverPlaces, removeFiles, unfinishedFiles } from '../../leftovers/unfinished-files.ts';
import { removeLeftLocks } from '../../locks/left-locks.ts';
import { runtimeOf } from '../create-store.ts';
import { EncryptedItems } from '../vault/encrypted-items.ts';
import { inspectStore } from './inspect-store.ts';
import type { Items } from '../items.ts';
import { migrateStore } from './migrate-store.ts';
import { type PrunedItems, pruneItems, removeExpired } from './prune-items.ts';
import { createVault, type StoreInput, type StoreParts } from '../store-parts.ts';

interface UpkeepInput {
  readonly input: StoreInput;
  readonly parts: StoreParts;
  /** The store in use. */
  readonly store: Store;
  /** The hot cache in front of it ends when the store changes. */
  readonly hot: Pick<HotCache, 'clear'>;
}

/** The store's upkeep, over the parts that the store in use is made of. */
export function createUpkeep(upkeep: UpkeepInput): Upkeep {
  const { input, parts, hot } = upkeep;
  const { held } = parts;
  const where: LeftoverPlaces = { ...input, home: input.environment.home };
  return {
    prune: async () => await prune(upkeep, where),
    migrate: async (to, switchOver) => await migrate(upkeep, to, switchOver),
    unlock: async (seconds) => {
      // The passphrase is asked for in any case, and an encrypted store that is not there yet is made.
      const key = await createVault(input, parts.passphrase, null).key();
      return held.hold(key, seconds);
    },
    lock: () => {
      hot.clear();
      try {
        return held.drop();
      } finally {
        // A process that read with the key may still write a record.
        hot.clear();
      }
    },
    unlockedUntil: () => held.until(),
    inspect: async () => await inspectStore(upkeep, where),
  };
}

async function prune(upkeep: UpkeepInput, where: LeftoverPlaces): Promise<Pruned> {
  const { input } = upkeep;
  const items = await pruneStores(upkeep).catch((error: unknown) => error);
  const files = removeFiles(await unfinishedFiles(where, input.clock));
  // Locks last: what came before took some.
  const locks = removeLeftLocks(input.lockFolders(), input.clock.now());
  if (isPruned(items)) {
    return { ...items, files, locks };
  }
  if (!(items instanceof AwscredError)) {
    throw items;
  }
  const { message, hints, code } = items;
  const done = `${files.length} unfinished files and ${locks} idle locks were still removed`;
  throw new AwscredError(code, message, { hints, details: [done], cause: items });
}

/** The store in use as a whole; of the other one what the index knows to have expired. */
async function pruneStores({ input, parts, store }: UpkeepInput): Promise<PrunedItems> {
  const { kind } = store.describe();
  const none: PrunedItems = { items: [], chunks: 0, rows: 0, restored: 0, left: [] };
  const over = (items: Items): Parameters<typeof pruneItems>[0] => ({
    ...input,
    items,
    index: parts.index,
    runtime: runtimeOf(input.environment.platform, items),
  });
  let pruned = none;
  for (const items of [parts.keychainItems, parts.fileItems]) {
    if (items.kind === kind) {
      pruned = merged(pruned, await pruneItems(over(items)));
    } else {
      pruned = merged(pruned, { ...none, ...(await expiredElsewhere(over(items))) });
    }
  }
  return pruned;
}

async function expiredElsewhere(
  options: Parameters<typeof pruneItems>[0],
): Promise<Pick<PrunedItems, 'items' | 'left'>> {
  const rows = options.index.rows().filter((row) => row.store === options.items.kind);
  try {
    return { items: await removeExpired(options, rows), left: [] };
  } catch (error) {
    if (!(error instanceof AwscredError)) {
      throw error;
    }
    return { items: [], left: [`expired items of the store that is not in use: ${error.message}`] };
  }
}

function merged(one: PrunedItems, other: PrunedItems): PrunedItems {
  return {
    items: [...one.items, ...other.items],
    chunks: one.chunks + other.chunks,
    rows: one.rows + other.rows,
    restored: one.restored + other.restored,
    left: [...one.left, ...other.left],
  };
}

function isPruned(result: unknown): result is PrunedItems {
  return typeof result === 'object' && result !== null && 'chunks' in result;
}

async function migrate(
  { input, parts, store, hot }: UpkeepInput,
  to: StoreKind,
  switchOver: () => void,
): Promise<Migrated> {
  // The typed passphrase itself must open the store; a held key does not count.
  const vault = createVault(input, parts.passphrase, null);
  const stores = { keychain: parts.keychainItems, file: new EncryptedItems(vault) };
  const migrated = await migrateStore({
    from: to === 'file' ? stores.keychain : stores.file,
    to: stores[to],
    index: parts.index,
    locks: input.locks,
    report: input.report,
    before: parts.before,
    runtime: runtimeOf(input.environment.platform, stores[to]),
    inUse: store.describe().kind,
    switchOver: () => {
      hot.clear();
      switchOver();
    },
  });
  if (to === 'keychain' && !migrated.already) {
    parts.held.drop();
  }
  return migrated;
}
