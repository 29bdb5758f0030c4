import { createHash } from 'node:crypto';
import type { SsoSession } from '../core/step.ts';

/**
 * The store's canonical key of a session's token, JSON with sorted keys. Scopes are sorted too, so their order
 * in the file does not matter. It holds no secret; `through` of temporary credentials names it.
 */
export function ssoKey(session: SsoSession): string {
  const { name, ssoRegion, startUrl } = session;
  return JSON.stringify({ scopes: [...session.scopes].sort(), session: name, ssoRegion, startUrl });
}

/** The lock of everything that obtains or renews that token. */
export function ssoLock(session: SsoSession): string {
  return `sso:${createHash('sha256').update(ssoKey(session)).digest('hex').slice(0, 32)}`;
}
