import { createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { Secret } from '../../core/secret.ts';
import type { Random } from '../../ports/random.ts';

/** A new key pair of P-256, as the AWS CLI's file holds it: PEM, SEC1. */
export function newKey(): Secret {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return new Secret(privateKey.export({ type: 'sec1', format: 'pem' }).toString());
}

/** Whether a text is a key that can sign; the file may be damaged. */
export function isKey(pem: Secret): boolean {
  try {
    return createPrivateKey(pem.reveal()).asymmetricKeyDetails?.namedCurve === 'prime256v1';
  } catch {
    return false;
  }
}

/**
 * A proof that the caller has the key (RFC 9449): a compact JWS, ES256, for one POST to `url`. `now` in epoch
 * milliseconds.
 */
export function proof(pem: Secret, url: string, { now, random }: { now: number; random: Random }): Secret {
  const key = createPrivateKey(pem.reveal());
  const { kty, crv, x, y } = createPublicKey(key).export({ format: 'jwk' });
  const header = { typ: 'dpop+jwt', alg: 'ES256', jwk: { kty, crv, x, y } };
  const claims = { htm: 'POST', htu: url, iat: Math.floor(now / 1000), jti: uuid(random) };
  const text = [header, claims].map((part) => encoded(JSON.stringify(part))).join('.');
  const signature = sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' });
  return new Secret(`${text}.${signature.toString('base64url')}`);
}

function encoded(text: string): string {
  return Buffer.from(text).toString('base64url');
}

/** A version 4 UUID (RFC 9562). */
function uuid(random: Random): string {
  const bytes = Buffer.from(random.bytes(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
