import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { type JsonObject, textIn } from '../../../core/text/json-text.ts';

/** AES-256-GCM, base64: `iv` 12 bytes, `tag` 16. */
export interface Sealed {
  readonly iv: string;
  readonly tag: string;
  readonly data: string;
}

/** Encrypts under a 256-bit key. `name` is authenticated with it: a text moved to another name does not open. */
export function seal(key: Uint8Array, name: string, text: Uint8Array): Sealed {
  const iv = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(name, 'utf8'));
  const data = Buffer.concat([cipher.update(text), cipher.final()]);
  return { iv: coded(iv), tag: coded(cipher.getAuthTag()), data: coded(data) };
}

/** Null when the key, the name or any bit differs. */
export function unseal(key: Uint8Array, name: string, sealed: Sealed): Buffer | null {
  const iv = Buffer.from(sealed.iv, 'base64');
  const tag = Buffer.from(sealed.tag, 'base64');
  // Node would accept a shorter tag, which is easier to guess.
  if (iv.length !== 12 || tag.length !== 16) {
    return null;
  }
  try {
    const cipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: 16 });
    cipher.setAAD(Buffer.from(name, 'utf8')).setAuthTag(tag);
    return Buffer.concat([cipher.update(Buffer.from(sealed.data, 'base64')), cipher.final()]);
  } catch {
    return null;
  }
}

export function toSealed(object: JsonObject | null): Sealed | null {
  const iv = object === null ? null : textIn(object, 'iv');
  const tag = object === null ? null : textIn(object, 'tag');
  const data = object === null ? null : textIn(object, 'data');
  return iv === null || tag === null || data === null ? null : { iv, tag, data };
}

function coded(bytes: Buffer): string {
  return bytes.toString('base64');
}
