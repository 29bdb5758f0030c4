import type { SsoSession } from '../../core/plan/step.ts';
import { parseObject, sha1 } from './aws-cli-token.ts';

/** Our own note beside a token file that we wrote: which scopes its client has. It holds no secret. */
export function scopesNoteName(session: SsoSession): string {
  return `${sha1(`awscred ${session.name ?? session.startUrl}`)}.json`;
}

/** The note's text. It has no `accessToken`, so no tool takes it for a sign-in. */
export function scopesNoteText(clientId: string, scopes: readonly string[]): string {
  return `${JSON.stringify({ clientId, scopes, tool: 'awscred' })}\n`;
}

/**
 * The scopes that a registration file gives the client; null when the text is not that client's registration.
 * A registration without `scopes` was made without any.
 */
export function registeredScopes(text: string, clientId: string): readonly string[] | null {
  const fields = parseObject(text);
  if (fields === null || fields['clientId'] !== clientId || fields['accessToken'] !== undefined) {
    return null;
  }
  const scopes = fields['scopes'];
  return Array.isArray(scopes) ? scopes.filter((scope) => typeof scope === 'string') : [];
}
