import { createServer, request as httpRequest, type IncomingMessage } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { connect, type AddressInfo, type Server, type Socket } from 'node:net';
import { atEnd } from '../process/cleanup.ts';

export interface ConnectProxy {
  readonly port: number;
  /** `CONNECT host:port` and `POST http://…` of all requests so far, refused ones included. */
  readonly seen: string[];
}

export interface ConnectProxyOptions {
  /** `user:password` it insists on. */
  readonly credentials?: string;
  /** Where it connects to, whatever host it is asked for: a stand-in for the internet. */
  readonly leadsTo: number;
  /** Answers every request with this status. */
  readonly refuses?: number;
  /** Accepts connections and stays silent. */
  readonly silent?: boolean;
  readonly tls?: { readonly key: string; readonly cert: string };
}

/** A proxy on 127.0.0.1 that speaks CONNECT and absolute-form http. Closed after the test file. */
export async function connectProxy(options: ConnectProxyOptions): Promise<ConnectProxy> {
  const seen: string[] = [];
  const server: Server & NodeJS.EventEmitter =
    options.tls === undefined ? createServer() : createTlsServer({ ...options.tls });
  const sockets = new Set<Socket>();
  const keep = (socket: Socket): void => {
    sockets.add(socket);
    socket.on('error', () => undefined);
  };
  server.on('connection', keep);
  server.on('tlsClientError', () => undefined);
  server.on('connect', (request: IncomingMessage, client: Socket) => {
    keep(client);
    seen.push(`CONNECT ${request.url ?? ''}`);
    const status = verdict(request, options);
    if (options.silent === true) {
      return;
    }
    if (status !== 200) {
      client.end(`HTTP/1.1 ${status} No\r\nContent-Length: 6\r\n\r\nsecret`);
      return;
    }
    const upstream = connect(options.leadsTo, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      upstream.pipe(client).pipe(upstream);
    });
    keep(upstream);
  });
  server.on('request', (request: IncomingMessage, response) => {
    seen.push(`${request.method ?? ''} ${request.url ?? ''}`);
    const status = verdict(request, options);
    if (status !== 200) {
      response.writeHead(status).end('no');
      return;
    }
    const url = new URL(request.url ?? '');
    const { 'proxy-authorization': _gone, ...headers } = request.headers;
    const upstream = httpRequest(
      {
        port: options.leadsTo,
        host: '127.0.0.1',
        method: request.method ?? 'GET',
        path: url.pathname,
        headers,
      },
      (answer) => answer.pipe(response.writeHead(answer.statusCode ?? 0, answer.headers)),
    );
    request.pipe(upstream);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  atEnd(() => {
    for (const socket of sockets) {
      socket.destroy();
    }
    server.close();
  });
  return { port: (server.address() as AddressInfo).port, seen };
}

function verdict(request: IncomingMessage, options: ConnectProxyOptions): number {
  if (options.refuses !== undefined) {
    return options.refuses;
  }
  if (options.credentials === undefined) {
    return 200;
  }
  const wanted = `Basic ${Buffer.from(options.credentials).toString('base64')}`;
  return request.headers['proxy-authorization'] === wanted ? 200 : 407;
}
