import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { AwscredError } from '../../errors.ts';
import { connectionOwner, type SocketOwner } from '../process/socket-owners.ts';

/** A server on 127.0.0.1 for this user's own programs. */
export interface OwnServer {
  readonly port: number;
  /** What `Host` has to be. */
  readonly host: string;
  close(): Promise<void>;
}

/** Answers a request; `isOurs` says whether it comes from this user's own program, or root's. */
type Handler = (request: IncomingMessage, response: ServerResponse, isOurs: boolean) => void;

/**
 * Listens on a port of the system's choice, and ends other users' connections before anything of them is read. `ownUid`
 * is null where users have no numbers.
 */
export async function ownServer(ownUid: number | null, handle: Handler): Promise<OwnServer> {
  const server = createServer({
    headersTimeout: SLOW_MS,
    requestTimeout: SLOW_MS,
    maxHeaderSize: 16_384,
  });
  const own = new WeakSet<Socket>();
  server.on('connection', (socket: Socket) => {
    if (isOwn(socket, ownUid)) {
      own.add(socket);
    } else if (callerOf(socket, ownUid) === 'another') {
      socket.destroy();
    }
  });
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    // Asked again when the request is there: a row that fitted at first may have been another connection's.
    handle(request, response, own.has(request.socket) && isOwn(request.socket, ownUid));
  });
  await bound(server);
  const { port } = server.address() as AddressInfo;
  return { port, host: `${SELF}:${port}`, close: async () => closed(server) };
}

const SLOW_MS = 10_000;

const SELF = '127.0.0.1';

function bound(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause) =>
      reject(new AwscredError('NETWORK', `cannot listen on 127.0.0.1: ${cause.message}`, { cause })),
    );
    server.listen({ host: SELF, port: 0 }, resolve);
  });
}

/** Who made a connection, as far as the system tells. */
function callerOf(
  { remoteAddress, remotePort, localAddress, localPort }: Socket,
  ownUid: number | null,
): SocketOwner {
  return connectionOwner(
    { address: remoteAddress ?? '', port: remotePort ?? 0 },
    { address: localAddress ?? '', port: localPort ?? 0 },
    ownUid,
  );
}

/** Whether a connection comes from this user's own program, or root's. */
function isOwn(socket: Socket, ownUid: number | null): boolean {
  const owner = callerOf(socket, ownUid);
  return owner === 'untold' || (owner === 'ours' && socket.remoteAddress === SELF);
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

/** Rejects with the signal's reason once it is aborted. */
export function rejection(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const give = (): void => reject(signal.reason as Error);
    if (signal.aborted) {
      give();
    }
    signal.addEventListener('abort', give, { once: true });
  });
}
