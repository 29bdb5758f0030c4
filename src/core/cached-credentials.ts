import { timeOrNull } from './text/time.ts';
import type { Credentials } from './credentials.ts';
import { Secret } from './secret.ts';

/** Results are renewed this long before they expire: `process` promises 15 minutes where the source can give them. */
const MARGIN_MS = 15 * 60_000;

/** Credentials as the store keeps them. */
export interface CachedCredentials {
  readonly credentials: Credentials;
  /** Epoch milliseconds at which they were obtained. */
  readonly savedAt: number;
}

/** JSON text for the store. The only place that reveals the secrets on the way in. */
export function toStored(cached: CachedCredentials): Secret {
  const { credentials, savedAt } = cached;
  return new Secret(
    JSON.stringify({
      accessKeyId: credentials.accessKeyId,
      secretAccessKey: credentials.secretAccessKey.reveal(),
      sessionToken: credentials.sessionToken?.reveal() ?? null,
      expiresAt: credentials.expiresAt,
      accountId: credentials.accountId,
      arn: credentials.arn,
      savedAt,
    }),
  );
}

/** Null when the text is not one that `toStored` wrote: it is treated as absent. */
export function fromStored(value: Secret): CachedCredentials | null {
  let read: unknown;
  try {
    read = JSON.parse(value.reveal());
  } catch {
    return null;
  }
  if (typeof read !== 'object' || read === null) {
    return null;
  }
  const fields = read as Record<string, unknown>;
  const { accessKeyId, secretAccessKey, sessionToken } = fields;
  const [expiresAt, savedAt] = [timeOrNull(fields['expiresAt']), timeOrNull(fields['savedAt'])];
  if (typeof accessKeyId !== 'string' || typeof secretAccessKey !== 'string') {
    return null;
  }
  if (!isTextOrNull(sessionToken) || expiresAt === null || savedAt === null) {
    return null;
  }
  return {
    savedAt,
    credentials: {
      accessKeyId,
      secretAccessKey: new Secret(secretAccessKey),
      sessionToken: secretOrNull(sessionToken),
      expiresAt,
      accountId: textOrNull(fields['accountId']),
      arn: textOrNull(fields['arn']),
    },
  };
}

/** Ordinary clock corrections are smaller than this. */
const CLOCK_STEP_MS = 60_000;

/** True if the clock was set back since the result was stored: its remaining life is then unknown. */
export function isFromTheFuture(cached: CachedCredentials, now: number): boolean {
  return cached.savedAt > now + CLOCK_STEP_MS;
}

/** A program may give keys that expire without a session. */
function isTextOrNull(value: unknown): value is string | null {
  return value === null || typeof value === 'string';
}

function secretOrNull(text: string | null): Secret | null {
  return text === null ? null : new Secret(text);
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

/**
 * Milliseconds of life that cached credentials must have left to be handed out. A session hardly longer
 * than the margin would never be a hit, so such sessions are used for half their life.
 */
export function marginFor(cached: CachedCredentials, minTtlSeconds: number | null): number {
  const lifetime = (cached.credentials.expiresAt ?? cached.savedAt) - cached.savedAt;
  const margin = lifetime > MARGIN_MS + 60_000 ? MARGIN_MS : lifetime / 2;
  return Math.max(margin, (minTtlSeconds ?? 0) * 1000);
}
