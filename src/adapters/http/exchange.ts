import { request as httpRequest, type ClientRequest, type IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { printable } from '../../core/text/printable.ts';
import { readBody } from './answer-body.ts';
import type { HttpLimits } from './connection.ts';
import type { HttpAnswer, HttpRequest } from '../../ports/http.ts';
import { HttpFailure } from '../../ports/http-failure.ts';
import { authorizationOf, tunnelFailure } from './proxy-tunnel.ts';
import type { Proxy } from './proxy-variables.ts';
import { socketWords } from './tcp-socket.ts';

interface ExchangeTools {
  readonly limits: HttpLimits;
  /** The proxy at the other end of `socket`, where it is one. */
  readonly proxy: Proxy | null;
}

/** Writes a request to an open connection, reads its answer and closes it. Throws HttpFailure, always with `sent`. */
export async function exchange(
  socket: Socket,
  request: HttpRequest,
  tools: ExchangeTools,
): Promise<HttpAnswer> {
  const toProxy = request.url.protocol === 'http:' ? tools.proxy : null;
  let late = false;
  const giveUp = (): void => {
    late = true;
    socket.destroy();
  };
  socket.setTimeout(tools.limits.idleMs, giveUp);
  const timer = setTimeout(giveUp, request.totalMs);
  try {
    const client = httpRequest({
      method: request.method,
      path: toProxy === null ? `${request.url.pathname}${request.url.search}` : request.url.href,
      headers: { ...request.headers, ...(toProxy === null ? {} : authorizationOf(toProxy)) },
      createConnection: () => socket,
    });
    const message = await answerTo(client, request.body);
    refuseRedirect(message, request.url);
    if (toProxy !== null && message.statusCode === 407) {
      throw tunnelFailure(407, toProxy);
    }
    const body = await readBody(message, request.mostBytes);
    return { status: message.statusCode ?? 0, headers: headersOf(message), body };
  } catch (error) {
    throw late
      ? new HttpFailure('silent', 'no answer', { sent: true, cause: error })
      : exchangeFailure(error);
  } finally {
    clearTimeout(timer);
    socket.destroy();
  }
}

function answerTo(client: ClientRequest, body: HttpRequest['body']): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    client.once('response', resolve);
    client.once('upgrade', (message: IncomingMessage) =>
      reject(
        new HttpFailure(
          'body',
          `an answer that continues as something other than HTTP (${message.statusCode ?? 0})`,
          {
            sent: true,
          },
        ),
      ),
    );
    client.on('error', reject);
    // Whatever else ends the connection: a promise that never settles would end the program with nothing said.
    client.once('close', () => reject(new HttpFailure('reset', 'closed without an answer', { sent: true })));
    client.end(body ?? undefined);
  });
}

/** Following a redirect would send a secret to another host. */
function refuseRedirect(message: IncomingMessage, from: URL): void {
  const status = message.statusCode ?? 0;
  if (status < 300 || status > 399) {
    return;
  }
  const location = message.headers.location ?? '';
  // The host alone: the rest may repeat what the request carried.
  const where = URL.canParse(location, from) ? ` to ${printable(new URL(location, from).host, 120)}` : '';
  throw new HttpFailure('redirect', `a redirect (${status})${where}, which awscred does not follow`, {
    sent: true,
  });
}

function headersOf(message: IncomingMessage): Readonly<Record<string, string>> {
  const entries = Object.entries(message.headers).map(([name, value]) => [
    name,
    Array.isArray(value) ? value.join(', ') : (value ?? ''),
  ]);
  return Object.fromEntries(entries) as Readonly<Record<string, string>>;
}

function exchangeFailure(error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException;
  // Node refuses to write the request: our fault, not the network's.
  if (error instanceof HttpFailure || /^ERR_(INVALID|UNESCAPED)/.test(code ?? '')) {
    return error;
  }
  const cause = error as NodeJS.ErrnoException;
  return cause.code?.startsWith('HPE_') === true
    ? new HttpFailure('body', 'an answer that is not HTTP', { sent: true, cause })
    : new HttpFailure('reset', socketWords(cause), { sent: true, cause });
}
