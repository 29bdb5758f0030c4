import { batches } from '../../../core/text/batches.ts';
import { AwscredError } from '../../../errors.ts';
import type { Clock } from '../../../ports/clock.ts';
import type { Locks } from '../../../ports/store/lock.ts';
import type { Pruned } from '../../../ports/store/upkeep.ts';
import type { IndexFile } from '../index/index-file.ts';
import type { IndexRow } from '../index/index-rows.ts';
import { decodeItem, isCache, isOfLaterVersion, kindOf } from '../item.ts';
import { withItems } from '../item-locks.ts';
import type { Items } from '../items.ts';

interface PruneOptions {
  readonly items: Items;
  readonly index: IndexFile;
  readonly locks: Locks;
  readonly clock: Pick<Clock, 'now'>;
  readonly runtime: string | null;
}

export type PrunedItems = Pick<Pruned, 'items' | 'chunks' | 'rows' | 'restored' | 'left'>;

/**
 * Removes what has expired from a store, and brings store and index together: a row without an item goes, an item
 * without a row gets one, or goes if it has expired or is damaged. Sign-ins stay: the refresh token
 * outlives the access token whose expiry the row has.
 */
export async function pruneItems(options: PruneOptions): Promise<PrunedItems> {
  const { items, index } = options;
  // Rows before items: an item comes before its row, so that a row seen here had its item.
  const rows = index.rows().filter((row) => row.store === items.kind);
  const accounts = await items.search(['v1.']);
  const known = new Set(rows.map((row) => row.account));
  const lost = accounts.filter((account) => kindOf(account) !== null && !known.has(account));
  const there = new Set(accounts);
  const empty = rows.filter((row) => !there.has(row.account));
  await index.remove(empty);
  const expired = await removeExpired(
    options,
    rows.filter((row) => there.has(row.account)),
  );
  const orphans = await settleLost(options, lost);
  return {
    items: [...expired, ...orphans.items],
    chunks: await items.sweep(),
    rows: empty.length,
    restored: orphans.restored,
    left: orphans.left,
  };
}

/** The rows of what is past its end, by the clock. */
export function isExpired(row: Pick<IndexRow, 'kind' | 'expiresAt'>, now: number): boolean {
  return ['tmp', 'reg', 'saml'].includes(row.kind) && row.expiresAt !== null && row.expiresAt <= now;
}

/** Removes the items of expired rows, unless they have been obtained again meanwhile. */
export async function removeExpired(
  { items, index, locks, clock }: PruneOptions,
  rows: readonly IndexRow[],
): Promise<readonly IndexRow[]> {
  const now = clock.now();
  const removed: IndexRow[] = [];
  for (const batch of batches(
    rows.filter((row) => isExpired(row, now)),
    AT_A_TIME,
  )) {
    await withItems(locks, accountsOf(batch), async () => {
      const known = new Map(index.rows().map((row) => [row.account, row.savedAt]));
      const same = batch.filter((row) => known.get(row.account) === row.savedAt);
      await items.remove(accountsOf(same));
      await index.remove(same);
      removed.push(...same);
    });
  }
  return removed;
}

/** As many as one child of the keychain's takes. */
const AT_A_TIME = 25;

type Settled = Pick<Pruned, 'items' | 'restored' | 'left'>;

/** Items that the index has lost: only they themselves say what they are. */
async function settleLost(options: PruneOptions, accounts: readonly string[]): Promise<Settled> {
  const settled: Settled[] = [];
  try {
    for (const batch of batches(accounts, AT_A_TIME)) {
      settled.push(await withItems(options.locks, batch, async () => await settle(options, batch)));
    }
  } catch (error) {
    if (!(error instanceof AwscredError && error.code === 'BAD_PASSPHRASE')) {
      throw error;
    }
    settled.push({ items: [], restored: 0, left: [`items missing from the index: ${error.message}`] });
  }
  return {
    items: settled.flatMap((one) => one.items),
    restored: settled.reduce((sum, one) => sum + one.restored, 0),
    left: settled.flatMap((one) => one.left),
  };
}

async function settle(options: PruneOptions, accounts: readonly string[]): Promise<Settled> {
  const { items, index } = options;
  const found = [...(await items.readMany(accounts))].map(([account, text]) => {
    const kind = kindOf(account) ?? 'tmp';
    const row = rowOf(options, { account, kind }, text);
    const isGone =
      row === null ? isCache(kind) && !isOfLaterVersion(text) : isExpired(row, options.clock.now());
    return { account, row, isGone };
  });
  const gone = found.filter((one) => one.isGone);
  const rows = found.flatMap(({ row, isGone }) => (row === null || isGone ? [] : [row]));
  await items.remove(accountsOf(gone));
  await index.addAll(rows);
  return {
    items: gone.map(({ account, row }) => ({
      account,
      label: row?.label ?? '',
      expiresAt: row?.expiresAt ?? null,
    })),
    restored: rows.length,
    left: found
      .filter(({ row, isGone }) => row === null && !isGone)
      .map(({ account }) => `${account} is damaged and cannot be obtained again`),
  };
}

/** Null for what is damaged. */
function rowOf(
  { items, runtime }: PruneOptions,
  { account, kind }: Pick<IndexRow, 'account' | 'kind'>,
  text: string,
): IndexRow | null {
  const facts = decodeItem(text)?.facts;
  return facts === undefined ? null : { ...facts, account, kind, store: items.kind, runtime };
}

function accountsOf(rows: readonly { readonly account: string }[]): readonly string[] {
  return rows.map((row) => row.account);
}
