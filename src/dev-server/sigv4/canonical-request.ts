import { createHash, createHmac } from 'node:crypto';
import type { Exchange } from '../http/exchange.ts';
import type { Authorization } from './authorization-header.ts';

/** The signature that `secretAccessKey` gives for this request: 64 hex digits (AWS's "Signature Version 4"). */
export function signatureOf(
  exchange: Exchange,
  authorization: Authorization,
  secretAccessKey: string,
): string {
  const { date, region, service, terminator } = authorization;
  const stringToSign = [
    'AWS4-HMAC-SHA256',
    exchange.headers.get('x-amz-date')?.[0] ?? '',
    `${date}/${region}/${service}/${terminator}`,
    sha256(canonicalRequest(exchange, authorization.signedHeaders)),
  ].join('\n');
  const key = [date, region, service, terminator].reduce<string | Buffer>(
    (secret, part) => createHmac('sha256', secret).update(part).digest(),
    `AWS4${secretAccessKey}`,
  );
  return createHmac('sha256', key).update(stringToSign).digest('hex');
}

/** Lower-case hex. */
function sha256(data: string | Buffer): string {
  return createHash('sha256').update(data).digest('hex');
}

function canonicalRequest(exchange: Exchange, signedHeaders: readonly string[]): string {
  return [
    exchange.method,
    exchange.path.split('/').map(uriEncode).join('/'),
    canonicalQuery(exchange.rawQuery),
    ...signedHeaders.map((name) => `${name}:${canonicalValue(exchange.headers.get(name) ?? [])}`),
    '',
    signedHeaders.join(';'),
    sha256(exchange.body),
  ].join('\n');
}

function canonicalQuery(rawQuery: string): string {
  if (rawQuery === '') {
    return '';
  }
  const pairs = rawQuery.split('&').map((pair) => {
    const [name = '', ...value] = pair.split('=');
    return [reencode(name), reencode(value.join('='))] as const;
  });
  return pairs
    .sort(([a, x], [b, y]) => byBytes(a, b) || byBytes(x, y))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

function canonicalValue(values: readonly string[]): string {
  return values.map((value) => value.trim().replace(/ {2,}/g, ' ')).join(',');
}

function reencode(text: string): string {
  try {
    return uriEncode(decodeURIComponent(text));
  } catch {
    // Not percent-encoding at all: it can only match a signer that took it as it stands.
    return uriEncode(text);
  }
}

/** AWS's encoding: all but `A-Za-z0-9-._~`. */
function uriEncode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function byBytes(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
