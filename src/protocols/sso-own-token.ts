import type { SsoSession } from '../core/step.ts';
import type { Ports } from '../ports/index.ts';
import type { ItemRow } from '../ports/store.ts';
import type { SsoToken } from './sso-access-token.ts';
import { ssoKey } from './sso-key.ts';
import { sessionWord } from './sso-session-words.ts';
import { parseStored, storedText } from './sso-stored-token.ts';
import type { StoredSso } from './sso-stored-token.ts';
import { NOT_KEPT, storeOrWarn } from './store-or-warn.ts';

type Needed = Pick<Ports, 'clock' | 'report' | 'store'>;

/** The session's item in the store. An error of the store is thrown, never "empty". */
export async function readOwn(session: SsoSession, ports: Pick<Ports, 'store'>): Promise<StoredSso> {
  const value = await ports.store.get({ kind: 'sso', key: ssoKey(session) });
  return value === null ? { token: null, dead: [] } : parseStored(value, session);
}

/** Keeps the item. A store that fails at the write costs a warning, not the sign-in. */
export async function keepOwn(stored: StoredSso, session: SsoSession, ports: Needed): Promise<void> {
  const savedAt = ports.clock.now();
  const facts = {
    label: `sso session ${sessionWord(session)}`,
    profile: null,
    expiresAt: stored.token?.expiresAt ?? savedAt,
    savedAt,
    through: null,
  };
  await storeOrWarn(
    () => ports.store.put({ kind: 'sso', key: ssoKey(session) }, storedText(stored, session), facts),
    NOT_KEPT,
    ports.report,
  );
}

/** A token that awscred obtained or renewed, as its own; `dead` is what is known of refused ones. */
export async function keepToken(
  token: SsoToken,
  dead: readonly string[],
  session: SsoSession,
  ports: Needed,
): Promise<SsoToken> {
  const own: SsoToken = { ...token, home: 'store' };
  await keepOwn({ token: own, dead }, session, ports);
  return own;
}

/** Forgets the token; false when there was none. */
export function dropOwn(session: SsoSession, ports: Pick<Ports, 'store'>): Promise<boolean> {
  return ports.store.delete({ kind: 'sso', key: ssoKey(session) });
}

/**
 * Forgets the temporary credentials obtained through the session, those the index has lost included:
 * another person may have signed in. Returns how many.
 */
export async function dropObtainedThrough(session: SsoSession, ports: Pick<Ports, 'store'>): Promise<number> {
  return ports.store.remove(obtainedThrough(session, ports), ['tmp']);
}

function obtainedThrough(session: SsoSession, ports: Pick<Ports, 'store'>): readonly ItemRow[] {
  const key = ssoKey(session);
  return ports.store.rows().filter((row) => row.kind === 'tmp' && row.through === key);
}
