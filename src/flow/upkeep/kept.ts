import type { ItemKind, ItemRow } from '../../ports/store/store.ts';
import type { Run } from '../line/run.ts';

/** What `cache list` shows: from the index alone, newest expiry last. */
export function kept(run: Run): readonly ItemRow[] {
  return run.ports.store.rows().toSorted((a, b) => (a.expiresAt ?? 0) - (b.expiresAt ?? 0));
}

/** `cache clear`: removes temporary credentials, also those the index has lost. Sign-ins and keys stay. */
export async function clearCache(run: Run): Promise<number> {
  const { store } = run.ports;
  const temporary: ItemKind = 'tmp';
  return store.remove(
    store.rows().filter((row) => row.kind === temporary),
    [temporary],
  );
}
