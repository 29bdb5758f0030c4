import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { startDevServer } from '../../src/dev-server/dev-server.ts';
import { atEnd } from '../support/process/cleanup.ts';
import { send } from './support/raw-http.ts';

const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const JSON_BODY = { 'content-type': 'application/json' };
const REQUESTS = [
  { method: 'GET', path: '/authorize', headers: {} },
  { method: 'GET', path: '/device', headers: {} },
  {
    method: 'POST',
    path: '/client/register',
    headers: JSON_BODY,
    body: '{"clientName":"a","clientType":"public"}',
  },
  { method: 'POST', path: '/', headers: FORM, body: 'Action=GetCallerIdentity&Version=2011-06-15' },
  { method: 'GET', path: '/federation/credentials?role_name=R&account_id=1', headers: {} },
  { method: 'GET', path: '/_dev/calls', headers: {} },
  { method: 'GET', path: '/nowhere', headers: {} },
];

describe('a request for another host', () => {
  for (const { method, path, headers, ...rest } of REQUESTS) {
    it(`${method} ${path} is refused before anything is done, and answered under a loopback name`, async () => {
      const server = await startDevServer();
      atEnd(async () => server.close());
      const port = new URL(server.url).port;
      for (const host of [
        'evil.example',
        `evil.example:${port}`,
        '127.0.0.1.evil.example',
        'localhost.evil.example',
      ]) {
        const refused = await send(server.url, { method, path, headers: { ...headers, host }, ...rest });
        assert.equal(refused.status, 403, host);
        assert.equal(refused.body, 'only for 127.0.0.1\n');
      }
      assert.deepEqual(server.calls, []);
      for (const host of [`127.0.0.1:${port}`, `localhost:${port}`, 'LOCALHOST', `[::1]:${port}`]) {
        const answered = await send(server.url, { method, path, headers: { ...headers, host }, ...rest });
        assert.notEqual(answered.body, 'only for 127.0.0.1\n', host);
      }
    });
  }
});
