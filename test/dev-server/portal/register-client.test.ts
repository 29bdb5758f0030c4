import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { call, poll, register, registerForCode, startDevice } from '../support/oidc-calls.ts';
import { postJson, send } from '../support/raw-http.ts';
import { handClock, withServer } from '../support/with-server.ts';

const server = await withServer();
const good = { clientName: 'x', clientType: 'public' };

describe('RegisterClient', () => {
  it('registers for 90 days, in epoch seconds', async () => {
    const clock = handClock();
    const still = await withServer({ now: clock.now });
    const { status, json } = await call(still, '/client/register', good);
    assert.equal(status, 200);
    const now = clock.now() / 1000;
    assert.deepEqual([json['clientIdIssuedAt'], json['clientSecretExpiresAt']], [now, now + 90 * 86_400]);
  });

  const refused: readonly [string, Record<string, unknown>, number, string, string][] = [
    ['no name', { clientName: undefined }, 400, 'InvalidRequestException', 'invalid_request'],
    ['a number for a name', { clientName: 7 }, 400, 'InvalidRequestException', 'invalid_request'],
    [
      'a confidential client',
      { clientType: 'confidential' },
      400,
      'InvalidClientMetadataException',
      'invalid_client_metadata',
    ],
    ['a scope with a blank', { scopes: ['a b'] }, 400, 'InvalidScopeException', 'invalid_scope'],
    [
      'an unknown grant',
      { grantTypes: ['password'] },
      400,
      'UnsupportedGrantTypeException',
      'unsupported_grant_type',
    ],
    [
      'a code grant without a redirect',
      { grantTypes: ['authorization_code'] },
      400,
      'InvalidRedirectUriException',
      'invalid_redirect_uri',
    ],
    [
      'plain http elsewhere',
      { redirectUris: ['http://example.com/cb'] },
      400,
      'InvalidRedirectUriException',
      'invalid_redirect_uri',
    ],
    [
      'http to localhost by name',
      { redirectUris: ['http://localhost/cb'] },
      400,
      'InvalidRedirectUriException',
      'invalid_redirect_uri',
    ],
    [
      'scopes that are no list',
      { scopes: 'sso:account:access' },
      400,
      'InvalidRequestException',
      'invalid_request',
    ],
  ];
  for (const [name, change, status, refusal, error] of refused) {
    it(`refuses ${name}`, async () => {
      const answer = await call(server, '/client/register', { ...good, ...change });
      assert.deepEqual([answer.status, answer.refusal, answer.json['error']], [status, refusal, error]);
      assert.equal(typeof answer.json['error_description'], 'string');
    });
  }

  it('refuses a body that is no JSON object', async () => {
    const headers = { 'content-type': 'application/json' };
    const answer = await send(server.url, { method: 'POST', path: '/client/register', headers, body: '{' });
    assert.equal(answer.status, 400);
    assert.equal((await postJson(server.url, '/client/register', [])).status, 400);
  });
});

describe('a client', () => {
  it('is unknown with another secret, and when nothing knows it: 401', async () => {
    const client = await register(server);
    for (const wrong of [
      { ...client, clientSecret: 'x' },
      { ...client, clientId: 'x' },
    ]) {
      const answer = await startDevice(server, wrong);
      assert.deepEqual(
        [answer.status, answer.refusal, answer.json['error']],
        [401, 'InvalidClientException', 'invalid_client'],
      );
    }
  });

  it('ends with its registration', async () => {
    const clock = handClock();
    const moving = await withServer({ now: clock.now });
    const client = await register(moving);
    clock.move(90 * 86_400_000 - 1);
    assert.equal((await startDevice(moving, client)).status, 200);
    clock.move(1);
    assert.equal((await startDevice(moving, client)).status, 401);
  });

  it('may use no grant but those it registered', async () => {
    const forCode = await registerForCode(server);
    for (const answer of [await startDevice(server, forCode), await poll(server, forCode, 'x')]) {
      assert.deepEqual([answer.status, answer.refusal], [400, 'UnauthorizedClientException']);
    }
    const forDevice = await register(server);
    const exchange = {
      ...forDevice,
      grantType: 'authorization_code',
      code: 'x',
      redirectUri: 'x',
      codeVerifier: 'x',
    };
    assert.equal((await call(server, '/token', exchange)).refusal, 'UnauthorizedClientException');
    const unknown = await call(server, '/token', { ...forDevice, grantType: 'password' });
    assert.equal(unknown.json['error'], 'unsupported_grant_type');
  });

  it('is forgotten on request, as after a restart of the service', async () => {
    const own = await withServer();
    const client = await register(own);
    own.forgetRegistrations();
    assert.equal((await startDevice(own, client)).refusal, 'InvalidClientException');
  });
});
