import { isIP, type Socket } from 'node:net';
import { connect, type PeerCertificate, type SecureContext, type TLSSocket } from 'node:tls';
import { printable } from '../../core/text/printable.ts';
import { HttpFailure } from '../../ports/http-failure.ts';
import { settled } from './tcp-socket.ts';

/**
 * TLS over a connected socket, always verified. Throws HttpFailure `certificate` naming the issuer, or `tls`, `reset`,
 * `connect` (too slow).
 */
export async function secureSocket(
  socket: Socket,
  host: string,
  secureContext: SecureContext,
  ms: number,
): Promise<TLSSocket> {
  const tls = verified(() =>
    connect({
      socket,
      host,
      secureContext,
      rejectUnauthorized: true,
      ALPNProtocols: ['http/1.1'],
      ...(isIP(host) === 0 ? { servername: host } : {}),
    }),
  );
  let certificate: Partial<PeerCertificate> = {};
  // Node still has the certificate that it will refuse only at this moment.
  tls.prependListener('secure', () => (certificate = tls.getPeerCertificate()));
  try {
    await settled(tls, 'secureConnect', ms);
  } catch (error) {
    throw tlsFailure(error as HttpFailure, tls, certificate);
  }
  return tls;
}

/**
 * Node reads NODE_TLS_REJECT_UNAUTHORIZED inside tls.connect, prints a warning that certificates are not verified, and
 * then obeys the option, which says that they are. The variable is hidden for that moment: only the option counts.
 */
function verified(connectNow: () => TLSSocket): TLSSocket {
  const name = 'NODE_TLS_REJECT_UNAUTHORIZED';
  const value = process.env[name];
  delete process.env[name];
  try {
    return connectNow();
  } finally {
    if (value !== undefined) {
      process.env[name] = value;
    }
  }
}

function tlsFailure(
  failure: HttpFailure,
  tls: TLSSocket,
  certificate: Partial<PeerCertificate>,
): HttpFailure {
  // Typed as an Error, but Node stores the code.
  const refused = tls.authorizationError as unknown as string | undefined;
  if (typeof refused === 'string' && refused !== '') {
    const issuer = nameOf(certificate.issuer as Readonly<Record<string, unknown>> | undefined);
    return new HttpFailure('certificate', `${trustWords(refused)} (issuer: ${issuer})`, { cause: failure });
  }
  const code = (failure.cause as NodeJS.ErrnoException | undefined)?.code ?? '';
  if (code === 'ECONNRESET') {
    return new HttpFailure('reset', 'connection reset during the TLS handshake', { cause: failure });
  }
  return /SSL|TLS|EPROTO/.test(code)
    ? new HttpFailure('tls', `TLS failed (${printable(code)})`, { cause: failure })
    : failure;
}

function trustWords(code: string): string {
  switch (code) {
    case 'ERR_TLS_CERT_ALTNAME_INVALID':
      return 'its certificate is for another host';
    case 'CERT_HAS_EXPIRED':
      return 'its certificate has expired, or the clock of this machine is wrong';
    case 'CERT_NOT_YET_VALID':
      return 'its certificate is not valid yet, or the clock of this machine is wrong';
    default:
      return 'its certificate is not signed by anyone this machine trusts';
  }
}

/** A distinguished name on one line: `CN=Corp Root, O=Corp`. */
function nameOf(name: Readonly<Record<string, unknown>> | undefined): string {
  const parts = Object.entries(name ?? {}).map(([key, value]) => `${key}=${String(value)}`);
  return parts.length === 0 ? 'unnamed' : printable(parts.join(', '), 120);
}
