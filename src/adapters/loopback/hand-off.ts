import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Secret } from '../../core/secret.ts';
import type { HandOff } from '../../ports/person/loopback.ts';
import { ownServer, rejection } from './own-server.ts';
import { PAGE_HEADERS, PAGES } from './pages.ts';

/** Sends the first browser of this user that knows the path on to an address; whoever comes later learns nothing. */
export async function handOff(ownUid: number | null, path: string, address: Secret): Promise<HandOff> {
  let isTaken = false;
  let taken = (): void => undefined;
  const first = new Promise<void>((resolve) => (taken = resolve));
  const server = await ownServer(ownUid, (request, response, isOurs) => {
    const status = isOurs ? judged(request, { path, host: server.host, isTaken }) : 403;
    if (status !== 303) {
      refuse(response, status);
      return;
    }
    isTaken = true;
    // After the answer is sent, because the caller then closes the server.
    response.once('close', taken);
    response.writeHead(303, { ...PAGE_HEADERS, Location: address.reveal() });
    response.end();
  });
  return {
    port: server.port,
    taken: async (signal) => Promise.race([first, rejection(signal)]),
    close: async () => server.close(),
  };
}

interface Expected {
  readonly path: string;
  readonly host: string;
  readonly isTaken: boolean;
}

function judged({ method, url = '', headers }: IncomingMessage, expected: Expected): 303 | 400 | 404 | 405 {
  if (method !== 'GET') {
    return 405;
  }
  if (headers.host !== expected.host) {
    return 400;
  }
  return !expected.isTaken && isEqual(url, expected.path) ? 303 : 404;
}

function isEqual(given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)];
  return one.length === other.length && timingSafeEqual(one, other);
}

function refuse(response: ServerResponse, status: 400 | 403 | 404 | 405): void {
  response.writeHead(status, { ...PAGE_HEADERS, ...(status === 405 ? { Allow: 'GET' } : {}) });
  response.end(PAGES[status]);
}
