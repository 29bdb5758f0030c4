import { timeOrNull } from '../../core/text/time.ts';
import type { SsoSession } from '../../core/plan/step.ts';
import type { Ports } from '../../ports/index.ts';
import { type SsoToken, ssoKey, sessionWord } from './sso-access-token.ts';
import { NOT_KEPT, storeOrWarn } from '../together/store-or-warn.ts';
import { createHash } from 'node:crypto';
import { Secret } from '../../core/secret.ts';
import { parseObject } from '../aws-cli/aws-cli-token.ts';

type Needed = Pick<Ports, 'clock' | 'report' | 'store'>;

/** The session's item in the store. An error of the store is thrown, never "empty". */
export async function readOwn(session: SsoSession, ports: Pick<Ports, 'store'>): Promise<StoredSso> {
  const value = await ports.store.get({ kind: 'sso', key: ssoKey(session) });
  return value === null ? { token: null, dead: [] } : parseStored(value, session);
}

/** Stores the item. If the store fails, there is a warning and the sign-in is still used. */
async function keepOwn(stored: StoredSso, session: SsoSession, ports: Needed): Promise<void> {
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

/** Stores a token that awscred obtained or renewed; `dead` lists refused tokens. */
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

/** Remembers a refused token for all processes, so that none of them sends it again. */
export async function rememberDead(refused: Secret, session: SsoSession, ports: Needed): Promise<void> {
  const { token, dead } = await readOwn(session, ports);
  await keepOwn({ token, dead: [...dead, deadMark(refused)].slice(-REMEMBERED) }, session, ports);
}

/** An access and a refresh token, of awscred and of the AWS CLI. */
const REMEMBERED = 4;

/** Forgets the token; false when there was none. */
export function dropOwn(session: SsoSession, ports: Pick<Ports, 'store'>): Promise<boolean> {
  return ports.store.delete({ kind: 'sso', key: ssoKey(session) });
}

/**
 * Deletes the temporary credentials obtained through the session, also those that the index has lost, and no others:
 * another person may have signed in. Returns how many.
 */
export async function dropObtainedThrough(session: SsoSession, ports: Pick<Ports, 'store'>): Promise<number> {
  const key = ssoKey(session);
  return ports.store.forget((row) => row.through === key);
}

/** What the store holds for a session: the token bound to the origins it came from, and tokens known dead. */
interface StoredSso {
  /** Null after a sign-out, or where only the AWS CLI's token is known to be dead. */
  readonly token: SsoToken | null;
  /** Hex SHA-256 of refresh and access tokens that the server has refused, the latest last. */
  readonly dead: readonly string[];
}

/** The item's value, JSON. Times are epoch milliseconds. */
export function storedText(stored: StoredSso, session: SsoSession): Secret {
  const { token } = stored;
  return new Secret(
    JSON.stringify({
      oidcOrigin: originOf(session.oidc.endpoint),
      portalOrigin: originOf(session.portal.endpoint),
      dead: stored.dead,
      ...(token === null ? {} : tokenFields(token)),
    }),
  );
}

/** Reads an item's value. A token of other origins than the session's is ignored, so it is never sent elsewhere. */
function parseStored(value: Secret, session: SsoSession): StoredSso {
  const fields = parseObject(value.reveal()) ?? {};
  const isBound =
    fields['oidcOrigin'] === originOf(session.oidc.endpoint) &&
    fields['portalOrigin'] === originOf(session.portal.endpoint);
  const dead = Array.isArray(fields['dead']) ? fields['dead'].filter((hash) => typeof hash === 'string') : [];
  return { token: isBound ? parseTokenFields(fields) : null, dead };
}

/** How a refused token is remembered without keeping it. */
export function deadMark(token: Secret): string {
  return createHash('sha256').update(token.reveal()).digest('hex');
}

function tokenFields(token: SsoToken): Record<string, unknown> {
  return {
    accessToken: token.accessToken.reveal(),
    expiresAt: token.expiresAt,
    refreshToken: token.refreshToken?.reveal(),
    clientId: token.client?.clientId,
    clientSecret: token.client?.clientSecret.reveal(),
    registrationExpiresAt: token.client?.expiresAt,
  };
}

function parseTokenFields(fields: Readonly<Record<string, unknown>>): SsoToken | null {
  const { accessToken, refreshToken, clientId, clientSecret } = fields;
  const expiresAt = timeOrNull(fields['expiresAt']);
  if (typeof accessToken !== 'string' || expiresAt === null) {
    return null;
  }
  const ends = timeOrNull(fields['registrationExpiresAt']);
  const hasClient = typeof clientId === 'string' && typeof clientSecret === 'string' && ends !== null;
  return {
    home: 'store',
    accessToken: new Secret(accessToken),
    expiresAt,
    refreshToken: typeof refreshToken === 'string' ? new Secret(refreshToken) : null,
    client: hasClient ? { clientId, clientSecret: new Secret(clientSecret), expiresAt: ends } : null,
  };
}

function originOf(endpoint: string): string {
  return URL.canParse(endpoint) ? new URL(endpoint).origin : endpoint;
}
