import { toIso } from '../../core/text/time.ts';
import { createHash, type KeyObject, sign, type X509Certificate } from 'node:crypto';

/** A request of IAM Roles Anywhere, ready to be signed. */
export interface SignedRequest {
  readonly host: string;
  /** Query parameters, in any order. */
  readonly query: Readonly<Record<string, string>>;
  readonly body: string;
  readonly region: string;
  readonly certificate: X509Certificate;
  /** Intermediates, without the leaf. */
  readonly chain: readonly X509Certificate[];
  readonly key: KeyObject;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** The query as it is sent and signed: sorted, encoded as RFC 3986 says. */
export function canonicalQuery(query: Readonly<Record<string, string>>): string {
  return Object.entries(query)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
    .join('&');
}

/** The text whose SHA-256 is signed; `headers` with lower-case names. */
export function canonicalRequest(
  query: string,
  headers: Readonly<Record<string, string>>,
  body: string,
): string {
  const names = Object.keys(headers).toSorted();
  const lines = names.map((name) => `${name}:${(headers[name] ?? '').trim()}\n`).join('');
  return ['POST', '/sessions', query, lines, names.join(';'), hash(body)].join('\n');
}

export function stringToSign(algorithm: string, date: string, region: string, request: string): string {
  return [algorithm, date, scopeOf(date, region), hash(request)].join('\n');
}

/** All headers of the request, `Authorization` with the signature among them (docs/wire.md, "Roles Anywhere"). */
export function signedHeaders(request: SignedRequest): Readonly<Record<string, string>> {
  const { certificate, chain, key, region } = request;
  const date = amzDate(request.now);
  const headers: Record<string, string> = {
    'content-type': 'application/json',
    host: request.host,
    'x-amz-date': date,
    'x-amz-x509': certificate.raw.toString('base64'),
    ...(chain.length > 0 && { 'x-amz-x509-chain': chain.map(({ raw }) => raw.toString('base64')).join(',') }),
  };
  const algorithm = algorithmOf(key);
  const canonical = canonicalRequest(canonicalQuery(request.query), headers, request.body);
  const text = stringToSign(algorithm, date, region, canonical);
  // RSA: PKCS#1 v1.5; EC: ASN.1 DER. Always SHA-256, whatever the curve.
  const signature = sign('sha256', Buffer.from(text), key).toString('hex');
  const serial = BigInt(`0x${certificate.serialNumber}`).toString();
  const names = Object.keys(headers).toSorted().join(';');
  const credential = `${serial}/${scopeOf(date, region)}`;
  return {
    ...headers,
    authorization: `${algorithm} Credential=${credential}, SignedHeaders=${names}, Signature=${signature}`,
  };
}

/** Null-free for keys that AWS takes; others are refused before. */
export function algorithmOf(key: KeyObject): string {
  return key.asymmetricKeyType === 'rsa' ? 'AWS4-X509-RSA-SHA256' : 'AWS4-X509-ECDSA-SHA256';
}

function scopeOf(date: string, region: string): string {
  return `${date.slice(0, 8)}/${region}/rolesanywhere/aws4_request`;
}

function amzDate(now: number): string {
  return toIso(now).replace(/[-:]/g, '');
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function encoded(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
