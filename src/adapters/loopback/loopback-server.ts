import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { AwscredError } from '../../errors.ts';
import type { Loopback, LoopbackAnswer, LoopbackListener } from '../../ports/loopback.ts';
import { PAGE_HEADERS, PAGES } from './pages.ts';
import { peerOf } from './peer-uid.ts';
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
      server.on('connection', (socket: Socket) => refuseOthers(socket, ownUid));
      await bound(server);
      const { port } = server.address() as AddressInfo;
      return listener(server, port, { host: `127.0.0.1:${port}`, ...expect });
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

function refuseOthers(socket: Socket, ownUid: number | null): void {
  const connection = { ownPort: socket.localPort ?? 0, peerPort: socket.remotePort ?? 0 };
  if (peerOf(connection, ownUid) === 'another') {
    socket.destroy();
  }
}

function listener(
  server: Server,
  port: number,
  expected: Parameters<typeof judgeRequest>[1],
): LoopbackListener {
  const first = new Promise<LoopbackAnswer>((resolve) => {
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      const { method = '', url: target = '', headers } = request;
      const judged = judgeRequest({ method, target, host: headers.host ?? null }, expected);
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
