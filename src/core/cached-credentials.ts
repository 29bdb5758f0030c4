import type { Credentials } from './credentials.ts';
import { Secret } from './secret.ts';

/** How long before its end a result is obtained anew: `process` promises 15 minutes of life where it can be given. */
const MARGIN_MS = 15 * 60_000;

/** Credentials as the store keeps them. */
export interface CachedCredentials {
  readonly credentials: Credentials;
  /** Epoch milliseconds at which they were obtained. */
  readonly savedAt: number;
}

/** JSON text for the store: revealed here and nowhere else on the way in. */
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

/** Null when the text is not what `toStored` writes: then it is as if nothing were kept. */
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
  const { accessKeyId, secretAccessKey, sessionToken, expiresAt, savedAt } = fields;
  if (typeof accessKeyId !== 'string' || typeof secretAccessKey !== 'string') {
    return null;
  }
  if (typeof sessionToken !== 'string' || typeof expiresAt !== 'number' || typeof savedAt !== 'number') {
    return null;
  }
  return {
    savedAt,
    credentials: {
      accessKeyId,
      secretAccessKey: new Secret(secretAccessKey),
      sessionToken: new Secret(sessionToken),
      expiresAt,
      accountId: textOrNull(fields['accountId']),
      arn: textOrNull(fields['arn']),
    },
  };
}

/** A clock is corrected by less than this all the time. */
const CLOCK_STEP_MS = 60_000;

/** The clock was set back since it was kept: how much of its life is left cannot be told any more. */
export function isFromTheFuture(cached: CachedCredentials, now: number): boolean {
  return cached.savedAt > now + CLOCK_STEP_MS;
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

/**
 * Milliseconds of life that cached credentials must have left to be handed out. Sessions that are themselves hardly
 * longer than the margin would never be a hit: those serve for half their life.
 */
export function marginFor(cached: CachedCredentials, minTtlSeconds: number | null): number {
  const lifetime = (cached.credentials.expiresAt ?? cached.savedAt) - cached.savedAt;
  const margin = lifetime > MARGIN_MS + 60_000 ? MARGIN_MS : lifetime / 2;
  return Math.max(margin, (minTtlSeconds ?? 0) * 1000);
}
