import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createHttp } from '../../../src/adapters/http/create-http.ts';
import type { HttpRequest } from '../../../src/ports/http.ts';
import { HttpFailure, type FailureKind } from '../../../src/ports/http-failure.ts';
import { scriptedServer, type Step } from '../../support/network/scripted-server.ts';

const UPGRADE = 'Connection: Upgrade\r\nUpgrade: websocket\r\n';

/** What a server says instead of an answer; each must settle, by itself and not when the time is up. */
const WORDS: readonly (readonly [string, Step, FailureKind])[] = [
  ['101 with Upgrade', { garbage: `HTTP/1.1 101 Switching Protocols\r\n${UPGRADE}\r\n` }, 'body'],
  ['103, then a close', { garbage: 'HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n' }, 'reset'],
  ['100, then a close', { garbage: 'HTTP/1.1 100 Continue\r\n\r\n' }, 'reset'],
  ['a close', 'reset', 'reset'],
  ['half a status line', { garbage: 'HTTP/1.1 2' }, 'reset'],
  ['half the headers', { garbage: 'HTTP/1.1 200 OK\r\nContent-Le' }, 'reset'],
  ['half a body', { truncate: '{"a": 1}' }, 'reset'],
];

for (const [what, step, kind] of WORDS) {
  test(`${what} is a failure at once`, async () => {
    const server = await scriptedServer([step]);
    const http = createHttp({ get: () => null, plainHttp: [] });
    const failure = await http.send(request(server.url)).then(
      () => assert.fail('it was taken for an answer'),
      (error: unknown) => error,
    );
    assert.ok(failure instanceof HttpFailure, String(failure));
    assert.equal(failure.kind, kind);
    assert.equal(failure.sent, true);
  });
}

function request(url: string): HttpRequest {
  return {
    url: new URL(url),
    caBundle: null,
    origin: { words: null, at: null },
    // Longer than the test file may take: what settles late fails.
    totalMs: 400_000,
    nameMs: 1000,
    method: 'POST',
    headers: {},
    body: '',
    opening: null,
    bearer: false,
  };
}
