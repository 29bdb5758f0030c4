import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { poll, readJson, register, startDevice } from '../support/oidc-calls.ts';
import { get, postJson, send } from '../support/raw-http.ts';
import { withServer } from '../support/with-server.ts';

const server = await withServer();
const SERIAL = 'arn:aws:iam::777788889999:mfa/ci-user';

async function post(path: string, value: unknown = {}) {
  return readJson(await postJson(server.url, path, value));
}

describe('the control plane', () => {
  it('tells the calls, its own not among them', async () => {
    await register(server);
    const answer = await get(server.url, '/_dev/calls');
    const calls = JSON.parse(answer.body) as { operation: string; status: number }[];
    assert.deepEqual([calls.length, calls[0]?.operation, calls[0]?.status], [1, 'RegisterClient', 200]);
  });

  it('makes calls fail', async () => {
    const rule = {
      service: 'sso-oidc',
      operation: 'RegisterClient',
      times: 1,
      how: { kind: 'status', status: 503, headers: { 'Retry-After': '1' } },
    };
    assert.equal((await post('/_dev/fail', rule)).status, 200);
    assert.equal((await post('/client/register')).status, 503);
    await post('/_dev/fail', { times: 'always', how: { kind: 'garbage', body: 'no' } });
    assert.equal((await post('/_dev/heal')).status, 200);
    assert.equal((await post('/client/register')).status, 400);
  });

  const bad: readonly [unknown, RegExp][] = [
    [{}, /how is not an object/],
    [{ how: { kind: 'explode' } }, /how\.kind is not status, reset/],
    [{ how: { kind: 'status' } }, /how\.status is not a whole number/],
    [{ how: { kind: 'hang' }, times: 0 }, /times is not a whole number/],
    [{ how: { kind: 'hang' }, service: 's3' }, /service is not sts/],
    [{ how: { kind: 'slow', delayMs: '1' } }, /how\.delayMs/],
    [{ how: { kind: 'reset', handled: 1 } }, /how\.handled is not true or false/],
  ];
  for (const [rule, message] of bad) {
    it(`refuses the rule ${JSON.stringify(rule)}`, async () => {
      const { status, json } = await post('/_dev/fail', rule);
      assert.equal(status, 400);
      assert.match(String(json['error']), message);
    });
  }

  it('answers device codes', async () => {
    for (const [control, wanted] of [
      ['approve', 200],
      ['deny', 400],
    ] as const) {
      const client = await register(server);
      const { json } = await startDevice(server, client);
      assert.equal((await post(`/_dev/${control}`, { userCode: json['userCode'] })).status, 200);
      assert.equal((await poll(server, client, json['deviceCode'])).status, wanted);
    }
    assert.equal((await post('/_dev/approve', { userCode: 'NONE-SUCH' })).status, 400);
  });

  it('tells a code of a device', async () => {
    const { status, json } = readJson(await get(server.url, `/_dev/mfa-code?serial=${SERIAL}`));
    assert.equal(status, 200);
    assert.match(String(json['code']), /^\d{6}$/);
    assert.equal((await get(server.url, '/_dev/mfa-code?serial=x')).status, 400);
  });

  it('moves the clock and ends sessions', async () => {
    const own = await withServer();
    await postJson(own.url, '/_dev/clock', { moveMs: 3_600_000 });
    const { headers } = await get(own.url, '/_dev/calls');
    assert.ok(Math.abs(Date.parse(headers['date'] as string) - Date.now() - 3_600_000) < 60_000);
    assert.equal((await postJson(own.url, '/_dev/clock', { moveMs: 'x' })).status, 400);
    assert.equal((await postJson(own.url, '/_dev/skew-date', { ms: 1 })).status, 200);
    assert.equal((await postJson(own.url, '/_dev/end-sessions', {})).status, 200);
    assert.equal((await postJson(own.url, '/_dev/forget-registrations', {})).status, 200);
  });

  it('is for programs on this machine', async () => {
    const asked = { method: 'GET', path: '/_dev/calls' };
    assert.equal((await send(server.url, { ...asked, headers: { host: 'evil.example' } })).status, 403);
    assert.equal((await send(server.url, { ...asked, headers: { origin: server.url } })).status, 403);
    const form = { 'content-type': 'text/plain' };
    const heal = { method: 'POST', path: '/_dev/heal', headers: form, body: '{}' };
    assert.equal((await send(server.url, heal)).status, 403);
    assert.equal((await get(server.url, '/_dev/nothing')).status, 404);
  });
});

describe('a path of no service', () => {
  it('is 404 and in the log', async () => {
    const answer = readJson(await get(server.url, '/nothing'));
    assert.deepEqual([answer.status, answer.refusal], [404, 'UnknownOperationException']);
    assert.equal(server.count({ service: 'unknown' }), 1);
  });

  it('is what a huge body gets nowhere with', async () => {
    const body = 'x'.repeat(2 * 1024 * 1024);
    const outcome = await send(server.url, { method: 'POST', path: '/token', headers: {}, body }).then(
      ({ status }) => status,
      (error: NodeJS.ErrnoException) => error.code,
    );
    assert.ok(outcome === 413 || outcome === 'ECONNRESET' || outcome === 'EPIPE', String(outcome));
  });
});
