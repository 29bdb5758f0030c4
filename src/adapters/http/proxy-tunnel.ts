import { request, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { HttpFailure } from '../../ports/http-failure.ts';
import { proxyName, type Proxy } from './proxy-variables.ts';
import { socketWords } from './tcp-socket.ts';

/**
 * Asks a proxy on `socket` to connect to `target` (`host:port`); afterwards the socket leads to it.
 * Throws HttpFailure `proxy` where it will not, `connect` where it cannot or does not answer within `ms`.
 *
 * https-proxy-agent would do this, but it hands a proxy's refusal on as if the server had answered, cannot be stopped
 * while the proxy is silent, and prints the proxy's password under DEBUG.
 */
export async function openTunnel(socket: Socket, proxy: Proxy, target: string, ms: number): Promise<void> {
  const name = proxyName(proxy);
  const status = await new Promise<number>((resolve, reject) => {
    const connect = request({
      method: 'CONNECT',
      path: target,
      headers: { host: target, ...authorizationOf(proxy) },
      createConnection: () => socket,
    });
    const timer = setTimeout(() => {
      socket.destroy();
      reject(new HttpFailure('connect', 'it does not answer', { proxy: name }));
    }, ms);
    connect.once('connect', (answer: IncomingMessage) => {
      clearTimeout(timer);
      resolve(answer.statusCode ?? 0);
    });
    connect.on('error', (cause: NodeJS.ErrnoException) => {
      clearTimeout(timer);
      reject(new HttpFailure('connect', socketWords(cause), { proxy: name, cause }));
    });
    connect.once('close', () => {
      clearTimeout(timer);
      reject(new HttpFailure('connect', 'it closed the connection', { proxy: name }));
    });
    connect.end();
  });
  if (status < 200 || status > 299) {
    throw tunnelFailure(status, proxy);
  }
}

export function authorizationOf(proxy: Proxy): Readonly<Record<string, string>> {
  return proxy.authorization === null ? {} : { 'proxy-authorization': proxy.authorization };
}

/** What a proxy's own status means. */
export function tunnelFailure(status: number, proxy: Proxy): HttpFailure {
  const facts = { proxy: proxyName(proxy) };
  if (status === 407) {
    const what =
      proxy.authorization === null ? 'it needs a user and a password' : 'it refused the user or password';
    return new HttpFailure('proxy', `${what} (407)`, facts);
  }
  return status >= 500
    ? new HttpFailure('connect', `it cannot get through (${status})`, facts)
    : new HttpFailure('proxy', `it refused the connection (${status})`, facts);
}
