import { createHash, verify, X509Certificate } from 'node:crypto';
import { type Exchange, header } from '../http/exchange.ts';
import { ServiceError } from '../service-error.ts';

/** How far the request's time may be off, in milliseconds. */
const SKEW_MS = 5 * 60_000;

/** The certificate that the caller shows. Throws AccessDeniedException (403). */
export function certificateIn(exchange: Exchange): X509Certificate {
  return parsed(header(exchange, 'x-amz-x509') ?? '');
}

export function chainIn(exchange: Exchange): readonly X509Certificate[] {
  const text = header(exchange, 'x-amz-x509-chain') ?? '';
  return text === '' ? [] : text.split(',').map(parsed);
}

function parsed(base64: string): X509Certificate {
  try {
    return new X509Certificate(Buffer.from(base64, 'base64'));
  } catch {
    throw new ServiceError(403, 'AccessDeniedException', 'Insufficient certificate');
  }
}

/** Over the request as it came: every header that it says is signed, and all that have to be. */
export function verifySignature(exchange: Exchange, certificate: X509Certificate, now: number): void {
  const signed = AUTHORIZATION.exec(header(exchange, 'authorization') ?? '')?.groups;
  const date = header(exchange, 'x-amz-date') ?? '';
  const isTimely = Math.abs(timeOf(date) - now) <= SKEW_MS && date.startsWith(signed?.['day'] ?? '?');
  if (signed === undefined || !isTimely || !isSound(exchange, certificate, { signed, date })) {
    throw new ServiceError(403, 'AccessDeniedException', 'Signature is not valid');
  }
}

const AUTHORIZATION =
  /^(?<algorithm>AWS4-X509-(?:RSA|ECDSA)-SHA256) Credential=(?<serial>\d+)\/(?<scope>(?<day>\d{8})\/[a-z0-9-]+\/rolesanywhere\/aws4_request), SignedHeaders=(?<names>[a-z0-9;-]+), Signature=(?<signature>[0-9a-f]+)$/;

interface Signed {
  readonly signed: Readonly<Record<string, string>>;
  readonly date: string;
}

function isSound(exchange: Exchange, certificate: X509Certificate, { signed, date }: Signed): boolean {
  const { algorithm = '', serial, scope = '', names = '', signature = '' } = signed;
  const all = names.split(';');
  const chained = exchange.headers.has('x-amz-x509-chain') ? ['x-amz-x509-chain'] : [];
  const isWhole = [...NEEDED, ...chained].every((name) => all.includes(name));
  const isSerial = serial === BigInt(`0x${certificate.serialNumber}`).toString();
  const kind = certificate.publicKey.asymmetricKeyType === 'rsa' ? 'RSA' : 'ECDSA';
  const lines = all.map((name) => `${name}:${(exchange.headers.get(name) ?? []).join(',').trim()}\n`);
  const query = exchange.rawQuery.split('&').toSorted().join('&');
  const parts = [exchange.method, exchange.path, query, lines.join(''), names, hash(exchange.body)];
  const text = [algorithm, date, scope, hash(parts.join('\n'))].join('\n');
  return (
    isWhole &&
    isSerial &&
    algorithm === `AWS4-X509-${kind}-SHA256` &&
    verify('sha256', Buffer.from(text), certificate.publicKey, Buffer.from(signature, 'hex'))
  );
}

const NEEDED = ['content-type', 'host', 'x-amz-date', 'x-amz-x509'];

function timeOf(date: string): number {
  const match = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(date);
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match?.slice(1).map(Number) ?? [];
  return match === null ? Number.NaN : Date.UTC(year, month - 1, day, hour, minute, second);
}

function hash(data: string | Buffer): string {
  return createHash('sha256').update(data).digest('hex');
}

/** Each is issued and signed by the next, the last by the anchor; all are in date, and the leaf is no authority. */
export function checkTrust(
  leaf: X509Certificate,
  chain: readonly X509Certificate[],
  { anchor, now }: { readonly anchor: X509Certificate; readonly now: number },
): void {
  const path = [leaf, ...chain, anchor];
  const isTrusted = path.slice(0, -1).every((one, index) => {
    const issuer = path[index + 1];
    return issuer !== undefined && one.checkIssued(issuer) && one.verify(issuer.publicKey);
  });
  const isInDate = path.every((one) => Date.parse(one.validFrom) <= now && now < Date.parse(one.validTo));
  if (!isTrusted || !isInDate || leaf.ca) {
    throw new ServiceError(403, 'AccessDeniedException', 'Untrusted certificate. Insufficient certificate');
  }
}
