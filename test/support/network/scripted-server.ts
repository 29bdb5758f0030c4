import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import { atEnd } from '../process/cleanup.ts';

/** How the server answers one request. */
export type Step =
  | {
      readonly status?: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: string | Buffer;
      /** Milliseconds to wait first. */
      readonly slow?: number;
    }
  /** Closes the connection without a word. */
  | 'reset'
  /** Never answers. */
  | 'hang'
  /** Announces a body and sends half of it. */
  | { readonly truncate: string }
  /** Raw bytes instead of HTTP. */
  | { readonly garbage: string };

export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export interface ScriptedServer {
  readonly url: string;
  readonly port: number;
  /** All requests so far, in order. */
  readonly requests: SeenRequest[];
  /** TCP connections so far, those without a request included. */
  connections(): number;
}

export interface ScriptedServerOptions {
  readonly tls?: { readonly key: string; readonly cert: string };
}

/** A server on 127.0.0.1 that answers request N with step N, the last one over and over. Closed after the test file. */
export async function scriptedServer(
  script: readonly Step[] | ((request: SeenRequest, index: number) => Step),
  options: ScriptedServerOptions = {},
): Promise<ScriptedServer> {
  const requests: SeenRequest[] = [];
  let connections = 0;
  const listener: RequestListener = (request, response) => {
    void bodyOf(request).then((body) => {
      const seen = { method: request.method ?? '', path: request.url ?? '', headers: request.headers, body };
      requests.push(seen);
      const index = requests.length - 1;
      const step =
        typeof script === 'function'
          ? script(seen, index)
          : (script[index] ?? script[script.length - 1] ?? 'hang');
      play(step, response);
    });
  };
  const server: Server =
    options.tls === undefined ? createServer(listener) : createTlsServer({ ...options.tls }, listener);
  const sockets = new Set<{ destroy(): void }>();
  server.on('connection', (socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('error', () => undefined);
  });
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  atEnd(() => {
    for (const socket of sockets) {
      socket.destroy();
    }
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const scheme = options.tls === undefined ? 'http' : 'https';
  return { url: `${scheme}://127.0.0.1:${port}`, port, requests, connections: () => connections };
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request as AsyncIterable<Buffer>) {
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function play(step: Step, response: ServerResponse): void {
  if (step === 'hang') {
    return;
  }
  if (step === 'reset') {
    response.socket?.destroy();
    return;
  }
  if ('garbage' in step) {
    response.socket?.end(step.garbage);
    return;
  }
  if ('truncate' in step) {
    const { truncate } = step;
    response.writeHead(200, { 'content-length': String(Buffer.byteLength(truncate)) });
    response.write(truncate.slice(0, truncate.length / 2), () => response.socket?.destroy());
    return;
  }
  setTimeout(() => {
    response.writeHead(step.status ?? 200, { ...step.headers });
    response.end(step.body ?? '');
  }, step.slow ?? 0);
}
