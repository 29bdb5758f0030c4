import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type JsonAnswer, poll, register, signIn, startDevice, text } from '../support/oidc-calls.ts';
import { handClock, withServer } from '../support/with-server.ts';

const clock = handClock();
const server = await withServer({ now: clock.now });

async function start() {
  const client = await register(server);
  const { json } = await startDevice(server, client);
  const ask = () => poll(server, client, json['deviceCode']);
  return { client, json, ask, userCode: text(json, 'userCode') };
}

function refusal({ status, refusal: name, json }: JsonAnswer): unknown {
  return [status, name, json['error']];
}

const PENDING = [400, 'AuthorizationPendingException', 'authorization_pending'];
const SLOW_DOWN = [400, 'SlowDownException', 'slow_down'];

describe('StartDeviceAuthorization', () => {
  it('says where to go and how fast to ask', async () => {
    const { json, userCode } = await start();
    assert.match(userCode, /^[A-Z]{4}-[A-Z]{4}$/);
    assert.equal(json['verificationUri'], `${server.url}/device`);
    assert.equal(json['verificationUriComplete'], `${server.url}/device?user_code=${userCode}`);
    assert.deepEqual([json['expiresIn'], json['interval']], [600, 1]);
  });

  it('knows its own start URL only, however it ends', async () => {
    const client = await register(server);
    for (const ending of ['', '/', '/#', '/#/', '#/']) {
      assert.equal(
        (await startDevice(server, client, `https://acme.awsapps.com/start${ending}`)).status,
        200,
      );
    }
    for (const other of ['https://other.awsapps.com/start', 'https://acme.awsapps.com/start/x', '']) {
      assert.deepEqual(refusal(await startDevice(server, client, other)), [
        400,
        'InvalidRequestException',
        'invalid_request',
      ]);
    }
  });
});

describe('polling', () => {
  it('is pending, then answered once', async () => {
    const { ask, userCode } = await start();
    assert.deepEqual(refusal(await ask()), PENDING);
    clock.move(1000);
    assert.deepEqual(refusal(await ask()), PENDING);
    server.decide(userCode, 'allow');
    const { status, json } = await ask();
    assert.equal(status, 200);
    assert.deepEqual([json['tokenType'], json['expiresIn']], ['Bearer', 3600]);
    assert.ok(text(json, 'accessToken').length > 100);
    assert.deepEqual(refusal(await ask()), [400, 'InvalidGrantException', 'invalid_grant']);
  });

  it('too fast is told to slow down, and must then wait five seconds more', async () => {
    const { ask } = await start();
    assert.deepEqual(refusal(await ask()), PENDING);
    clock.move(900);
    assert.deepEqual(refusal(await ask()), SLOW_DOWN);
    clock.move(5900);
    assert.deepEqual(refusal(await ask()), SLOW_DOWN);
    clock.move(11_000);
    assert.deepEqual(refusal(await ask()), PENDING);
  });

  it('ends when the person says no', async () => {
    const { ask, userCode } = await start();
    server.decide(userCode, 'deny');
    assert.deepEqual(refusal(await ask()), [400, 'AccessDeniedException', 'access_denied']);
  });

  it('ends after ten minutes', async () => {
    const { ask, userCode } = await start();
    clock.move(600_000);
    assert.deepEqual(refusal(await ask()), [400, 'ExpiredTokenException', 'expired_token']);
    assert.throws(() => server.decide(userCode, 'allow'), { code: 'CONFIG', message: /is waiting$/ });
  });

  it('is for the client that started it', async () => {
    const { json, userCode } = await start();
    server.decide(userCode, 'allow');
    const answer = await poll(server, await register(server), json['deviceCode']);
    assert.equal(answer.refusal, 'InvalidGrantException');
  });

  it('needs nobody where the world approves by itself', async () => {
    const automatic = await withServer({
      world: { autoApprove: true, sso: { startUrl: 'anything at all', accounts: [] } },
    });
    const client = await register(automatic);
    const { json } = await startDevice(automatic, client, 'anything at all');
    assert.equal((await poll(automatic, client, json['deviceCode'])).status, 200);
  });
});

describe('the tokens of a sign-in', () => {
  it('hold a refresh token only for the scope that has one', async () => {
    const withScope = await signIn(server);
    assert.equal(typeof withScope.tokens['refreshToken'], 'string');
    const legacy = await signIn(server, { scopes: undefined });
    assert.deepEqual([legacy.tokens['refreshToken'], legacy.tokens['expiresIn']], [null, 8 * 3600]);
  });
});
