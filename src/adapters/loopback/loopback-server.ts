import type { ServerResponse } from 'node:http';
import type { Loopback, LoopbackAnswer, LoopbackListener } from '../../ports/person/loopback.ts';
import { handOff } from './hand-off.ts';
import { ownServer, rejection } from './own-server.ts';
import { PAGE_HEADERS, PAGES } from './pages.ts';
import { judgeRequest, type Judged } from './redirect-request.ts';

/** Listens on 127.0.0.1 only, on a port of the system's choice. `ownUid` is null where users have no numbers. */
export function createLoopback(ownUid: number | null): Loopback {
  return {
    listen: async (expect) => listener(ownUid, expect),
    handOff: async (path, address) => handOff(ownUid, path, address),
  };
}

async function listener(
  ownUid: number | null,
  expect: { readonly path: string; readonly state: string },
): Promise<LoopbackListener> {
  let answered: (answer: LoopbackAnswer) => void = () => undefined;
  const first = new Promise<LoopbackAnswer>((resolve) => (answered = resolve));
  const server = await ownServer(ownUid, (request, response, isOurs) => {
    const { method = '', url: target = '', headers } = request;
    const judged: Judged = isOurs
      ? judgeRequest({ method, target, host: headers.host ?? null }, { host: server.host, ...expect })
      : { answer: null, status: 403 };
    const { answer } = judged;
    if (answer !== null) {
      // After the page is sent, because the caller then closes the server.
      response.once('close', () => answered(answer));
    }
    send(response, judged);
  });
  return {
    port: server.port,
    answer: async (signal) => Promise.race([first, rejection(signal)]),
    close: async () => server.close(),
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
