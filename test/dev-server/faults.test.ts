import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { call, readJson, register, signIn } from './support/oidc-calls.ts';
import { get, send, stsError } from './support/raw-http.ts';
import { refusalOf, signedRequest, sts, stsClient } from './support/sts-client.ts';
import { userKeys, withServer } from './support/with-server.ts';

const server = await withServer();
const jane = userKeys(server, 'jane');

async function identity() {
  return send(server.url, await signedRequest(server, jane));
}

describe('a fault', () => {
  it('plays as often as told, on the operation named', async () => {
    server.fail({
      service: 'sts',
      operation: 'GetCallerIdentity',
      times: 2,
      how: { kind: 'status', status: 503 },
    });
    const token = new sts.GetSessionTokenCommand({});
    await stsClient(server, jane).send(token);
    assert.deepEqual(
      [(await identity()).status, (await identity()).status, (await identity()).status],
      [503, 503, 200],
    );
    assert.equal(server.calls.at(-1)?.fault, null);
    assert.equal(server.calls.at(-2)?.fault, 'status');
  });

  it('that always plays ends with heal', async () => {
    server.fail({ times: 'always', how: { kind: 'status', status: 500 } });
    assert.equal((await identity()).status, 500);
    assert.equal((await call(server, '/client/register', {})).json['error'], 'server_error');
    server.heal();
    assert.equal((await identity()).status, 200);
  });

  it('of a status speaks as the service does', async () => {
    server.fail({ how: { kind: 'status', status: 429, headers: { 'Retry-After': '7' } } });
    const answer = await identity();
    assert.deepEqual([stsError(answer).code, answer.headers['retry-after']], ['Throttling', '7']);
    server.fail({ how: { kind: 'status', status: 429 } });
    assert.equal((await call(server, '/token', {})).json['error'], 'slow_down');
    server.fail({ how: { kind: 'status', status: 429 } });
    const portal = readJson(await get(server.url, '/assignment/accounts'));
    assert.deepEqual([portal.status, portal.refusal], [429, 'TooManyRequestsException']);
  });

  it('of a status has the body and type it is given', async () => {
    server.fail({
      how: { kind: 'status', status: 302, body: 'moved', headers: { Location: 'http://elsewhere/' } },
    });
    const { status, body, headers } = await identity();
    assert.deepEqual([status, body, headers['location']], [302, 'moved', 'http://elsewhere/']);
    server.fail({
      how: { kind: 'status', status: 502, body: '<p>', headers: { 'content-type': 'text/html' } },
    });
    assert.equal((await identity()).headers['content-type'], 'text/html');
  });

  it('can be a reset, before or after the work is done', async () => {
    server.fail({ how: { kind: 'reset' } });
    await assert.rejects(identity(), { code: 'ECONNRESET' });
    assert.equal(server.calls.at(-1)?.principal, null);
    server.fail({ how: { kind: 'reset', handled: true } });
    await assert.rejects(identity(), { code: 'ECONNRESET' });
    assert.deepEqual(
      [server.calls.at(-1)?.principal, server.calls.at(-1)?.status],
      ['arn:aws:iam::111122223333:user/jane', 0],
    );
  });

  it('can be a body cut in the middle', async () => {
    server.fail({ how: { kind: 'truncate' } });
    await assert.rejects(identity(), { code: 'ECONNRESET' });
    assert.equal(server.calls.at(-1)?.status, 200);
  });

  it('can be a body that is not the service’s', async () => {
    server.fail({ how: { kind: 'garbage' } });
    const html = await identity();
    assert.deepEqual([html.status, html.headers['content-type']], [200, 'text/html']);
    server.fail({ how: { kind: 'garbage', body: '{}', contentType: 'application/json' } });
    assert.equal((await identity()).body, '{}');
  });

  it('can be slow, in one piece or dripping, and is whole in the end', async () => {
    for (const drip of [false, true]) {
      server.fail({ how: { kind: 'slow', delayMs: 120, drip } });
      const begin = performance.now();
      const answer = await identity();
      assert.ok(performance.now() - begin >= 100);
      assert.match(answer.body, /<\/GetCallerIdentityResponse>/);
    }
  });

  it('can be expiry, in each service’s words', async () => {
    server.fail({ how: { kind: 'expired' } });
    const refusal = await refusalOf(stsClient(server, jane).send(new sts.GetCallerIdentityCommand({})));
    assert.deepEqual([refusal.status, refusal.code], [403, 'ExpiredToken']);
    const { tokens } = await signIn(server);
    server.fail({ service: 'sso', how: { kind: 'expired' } });
    const headers = { 'x-amz-sso_bearer_token': String(tokens['accessToken']) };
    assert.equal(readJson(await get(server.url, '/assignment/accounts', headers)).status, 401);
    const client = await register(server);
    server.fail({ operation: 'StartDeviceAuthorization', how: { kind: 'expired' } });
    assert.equal((await call(server, '/device_authorization', client)).json['error'], 'invalid_client');
    server.fail({ operation: 'CreateToken', how: { kind: 'expired' } });
    assert.equal((await call(server, '/token', client)).json['error'], 'expired_token');
  });

  it('can hang, and does not keep the server from closing', async () => {
    const own = await withServer();
    own.fail({ how: { kind: 'hang' } });
    const hung = send(own.url, await signedRequest(own, userKeys(own, 'jane')));
    const ended = assert.rejects(hung, { code: 'ECONNRESET' });
    while (own.calls.length === 0) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    await own.close();
    await ended;
  });
});

describe('the Date header', () => {
  it('can be skewed alone, and with the whole clock', async () => {
    const own = await withServer();
    const request = () => signedRequest(own, userKeys(own, 'jane'));
    const skew = (date: unknown) => Math.round((Date.parse(String(date)) - Date.now()) / 3_600_000);
    own.skewDate(3_600_000);
    const skewed = await send(own.url, await request());
    assert.deepEqual([skewed.status, skew(skewed.headers['date'])], [200, 1]);
    own.skewDate(0);
    own.moveClock(-3_600_000);
    const moved = await send(own.url, await request());
    assert.deepEqual([stsError(moved).code, skew(moved.headers['date'])], ['SignatureDoesNotMatch', -1]);
  });
});
