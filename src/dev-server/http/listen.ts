import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { AwscredError } from '../../errors.ts';

/** A key and a certificate, both PEM. */
export interface TlsMaterial {
  readonly key: string;
  readonly cert: string;
}

interface Listening {
  readonly port: number;
  /** Ends every connection, hung ones too. */
  close(): Promise<void>;
}

/** Longer than any client keeps an idle connection: the server never closes one just as a request is sent. */
const KEEP_ALIVE_MS = 75_000;

/** Listens on 127.0.0.1 only; port 0 lets the system choose. Throws AwscredError USAGE where the port cannot be had. */
export async function listen(
  port: number,
  tls: TlsMaterial | null,
  onRequest: RequestListener,
): Promise<Listening> {
  const server = tls === null ? createServer(onRequest) : createTlsServer({ ...tls }, onRequest);
  server.keepAliveTimeout = KEEP_ALIVE_MS;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) => reject(portError(port, cause)));
    server.listen({ port, host: '127.0.0.1' }, resolve);
  });
  const address = server.address() as AddressInfo;
  return { port: address.port, close: () => closeAll(server) };
}

function closeAll(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

function portError(port: number, cause: NodeJS.ErrnoException): AwscredError {
  const reasons: Readonly<Record<string, string>> = {
    EADDRINUSE: `port ${port} of 127.0.0.1 is in use`,
    EACCES: `port ${port} may not be used by this user`,
  };
  const reason =
    reasons[cause.code ?? ''] ?? `cannot listen on 127.0.0.1:${port} (${cause.code ?? 'unknown'})`;
  return new AwscredError('USAGE', reason, {
    hints: ['let the system choose one: awscred dev-server --port 0'],
    cause,
  });
}
