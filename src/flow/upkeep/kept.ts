import type { ItemKind, ItemRow } from '../../ports/store.ts';
import type { Session } from '../line/session.ts';

/** What `cache list` shows: from the index alone, newest expiry last. */
export function kept(session: Session): readonly ItemRow[] {
  return session.ports.store.rows().toSorted((a, b) => (a.expiresAt ?? 0) - (b.expiresAt ?? 0));
}

/** `cache clear`: removes temporary credentials, also those the index has lost. Sign-ins and keys stay. */
export async function clearCache(session: Session): Promise<number> {
  const { store } = session.ports;
  const temporary: ItemKind = 'tmp';
  return store.remove(
    store.rows().filter((row) => row.kind === temporary),
    [temporary],
  );
}
