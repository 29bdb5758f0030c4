import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { AwscredError } from '../../errors.ts';
import type { Loopback, LoopbackAnswer, LoopbackListener } from '../../ports/person/loopback.ts';
import { PAGE_HEADERS, PAGES } from './pages.ts';
import { connectionOwner, type SocketOwner } from '../process/socket-owners.ts';
import { judgeRequest, type Judged } from './redirect-request.ts';

/** Listens on 127.0.0.1 only, on a port of the system's choice. `ownUid` is null where users have no numbers. */
export function createLoopback(ownUid: number | null): Loopback {
  return {
    async listen(expect) {
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
      await bound(server);
      const { port } = server.address() as AddressInfo;
      // Asked again when the request is there: a row that fitted at first may have been another connection's.
      const isOurs = (socket: Socket): boolean => own.has(socket) && isOwn(socket, ownUid);
      return listener(server, port, { expected: { host: `127.0.0.1:${port}`, ...expect }, isOurs });
    },
  };
}

const SLOW_MS = 10_000;

function bound(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (cause) =>
      reject(new AwscredError('NETWORK', `cannot listen on 127.0.0.1: ${cause.message}`, { cause })),
    );
    server.listen({ host: '127.0.0.1', port: 0 }, resolve);
  });
}

const SELF = '127.0.0.1';

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

function listener(
  server: Server,
  port: number,
  who: { readonly expected: Parameters<typeof judgeRequest>[1]; isOurs(socket: Socket): boolean },
): LoopbackListener {
  const first = new Promise<LoopbackAnswer>((resolve) => {
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      const { method = '', url: target = '', headers } = request;
      const judged: Judged = who.isOurs(request.socket)
        ? judgeRequest({ method, target, host: headers.host ?? null }, who.expected)
        : { answer: null, status: 403 };
      if (judged.answer !== null) {
        // After the page is sent, because the caller then closes the server.
        response.once('close', () => resolve(judged.answer));
      }
      send(response, judged);
    });
  });
  return {
    port,
    answer: (signal) => Promise.race([first, rejection(signal)]),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function send(response: ServerResponse, judged: Judged): void {
  const status = judged.answer === null ? judged.status : 200;
  response.writeHead(status, { ...PAGE_HEADERS, ...(status === 405 ? { Allow: 'GET' } : {}) });
  response.end(pageOf(judged));
}

function pageOf(judged: Judged): string {
  if (judged.answer === null) {
    return PAGES[judged.status];
  }
  return judged.answer.error === null ? PAGES.done : PAGES.refused;
}

function rejection(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const give = (): void => reject(signal.reason as Error);
    if (signal.aborted) {
      give();
    }
    signal.addEventListener('abort', give, { once: true });
  });
}
