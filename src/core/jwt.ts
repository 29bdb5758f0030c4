import { numberIn, parseJsonObject, textIn } from './text/json-text.ts';

/** What a token says of itself. Foreign text; nothing of it is proven here: AWS checks the signature. */
export interface Claims {
  readonly issuer: string | null;
  readonly subject: string | null;
  /** The first one, where there are several. */
  readonly audience: string | null;
  /** Epoch milliseconds. */
  readonly expiresAt: number | null;
}

/** STS takes no more (docs/wire.md, "STS limits"). */
export const LONGEST_TOKEN = 20_000;

/** The claims of a JSON Web Token (RFC 7519); null for a text that is none. */
export function claimsOf(token: string): Claims | null {
  const parts = /^[A-Za-z0-9_-]+\.([A-Za-z0-9_-]+)\.[A-Za-z0-9_-]+$/.exec(token);
  const fields =
    parts === null ? null : parseJsonObject(Buffer.from(parts[1] ?? '', 'base64url').toString('utf8'));
  if (fields === null) {
    return null;
  }
  const { aud } = fields;
  const seconds = numberIn(fields, 'exp');
  const audience: unknown = Array.isArray(aud) ? aud[0] : aud;
  return {
    issuer: textIn(fields, 'iss'),
    subject: textIn(fields, 'sub'),
    audience: typeof audience === 'string' ? audience : null,
    expiresAt: seconds === null ? null : seconds * 1000,
  };
}
