import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  authorizePath,
  call,
  type Client,
  CHALLENGE,
  REDIRECT,
  register,
  registerForCode,
  VERIFIER,
} from '../support/oidc-calls.ts';
import { get } from '../support/raw-http.ts';
import { handClock, withServer } from '../support/with-server.ts';

const clock = handClock();
const SSO = { startUrl: 'https://acme.awsapps.com/start', accounts: [] };
const server = await withServer({ now: clock.now, world: { autoApprove: true, sso: SSO } });

async function authorize(client: Client, changes: Readonly<Record<string, string | null>> = {}) {
  const answer = await get(server.url, authorizePath(client, changes));
  const location = answer.headers['location'];
  const target = typeof location === 'string' ? new URL(location) : null;
  return { status: answer.status, target, parameters: target?.searchParams ?? new URLSearchParams() };
}

function exchange(client: Client, code: string | null, changes: Record<string, unknown> = {}) {
  const body = {
    ...client,
    grantType: 'authorization_code',
    code,
    redirectUri: REDIRECT,
    codeVerifier: VERIFIER,
  };
  return call(server, '/token', { ...body, ...changes });
}

describe('/authorize', () => {
  it('leads back with a code and the very state', async () => {
    const state = 'a state & more=?';
    const { status, target, parameters } = await authorize(await registerForCode(server), { state });
    assert.equal(status, 302);
    assert.equal(`${target?.origin}${target?.pathname}`, REDIRECT);
    assert.equal(parameters.get('state'), state);
    assert.ok((parameters.get('code') ?? '').length > 20);
  });

  it('takes any port of a registered loopback address', async () => {
    const client = await registerForCode(server);
    assert.equal(
      (await authorize(client, { redirect_uri: 'http://127.0.0.1:1/oauth/callback' })).status,
      302,
    );
  });

  const shown: readonly [string, Record<string, string | null>][] = [
    ['an unknown client', { client_id: 'nobody' }],
    ['another path', { redirect_uri: 'http://127.0.0.1:41234/other' }],
    ['another host', { redirect_uri: 'http://127.0.0.2:41234/oauth/callback' }],
    ['localhost by name', { redirect_uri: 'http://localhost:41234/oauth/callback' }],
    ['another scheme', { redirect_uri: 'https://127.0.0.1:41234/oauth/callback' }],
    ['a query added', { redirect_uri: `${REDIRECT}?x=1` }],
    ['no redirect', { redirect_uri: null }],
  ];
  for (const [name, changes] of shown) {
    it(`shows a page and redirects nowhere for ${name}`, async () => {
      const { status, target } = await authorize(await registerForCode(server), changes);
      assert.deepEqual([status, target], [400, null]);
    });
  }

  const redirected: readonly [string, Record<string, string | null>, string][] = [
    ['no challenge', { code_challenge: null }, 'invalid_request'],
    ['the plain method', { code_challenge_method: 'plain' }, 'invalid_request'],
    ['a challenge of another length', { code_challenge: CHALLENGE.slice(1) }, 'invalid_request'],
    ['another response type', { response_type: 'token' }, 'unsupported_response_type'],
  ];
  for (const [name, changes, error] of redirected) {
    it(`leads back with an error for ${name}`, async () => {
      const { parameters } = await authorize(await registerForCode(server), changes);
      assert.deepEqual(
        [parameters.get('error'), parameters.get('state'), parameters.get('code')],
        [error, 'a-state', null],
      );
    });
  }

  it('is not for a client of the device code', async () => {
    const redirectUris = ['http://127.0.0.1/oauth/callback'];
    const { parameters } = await authorize(await register(server, { redirectUris }));
    assert.equal(parameters.get('error'), 'unauthorized_client');
  });
});

describe('the exchange of a code', () => {
  it('gives tokens, once', async () => {
    const client = await registerForCode(server);
    const code = (await authorize(client)).parameters.get('code');
    const first = await exchange(client, code);
    assert.equal(first.status, 200);
    assert.equal(typeof first.json['refreshToken'], 'string');
    assert.deepEqual((await exchange(client, code)).refusal, 'InvalidGrantException');
  });

  const wrong: readonly [string, Record<string, unknown>][] = [
    ['another verifier', { codeVerifier: `${VERIFIER}x` }],
    ['the challenge as the verifier', { codeVerifier: CHALLENGE }],
    ['another port than /authorize was told', { redirectUri: 'http://127.0.0.1:41235/oauth/callback' }],
    ['a redirect without its port', { redirectUri: 'http://127.0.0.1/oauth/callback' }],
  ];
  for (const [name, changes] of wrong) {
    it(`is refused for ${name}, and the code is used up`, async () => {
      const client = await registerForCode(server);
      const code = (await authorize(client)).parameters.get('code');
      const refused = await exchange(client, code, changes);
      assert.deepEqual([refused.status, refused.json['error']], [400, 'invalid_grant']);
      assert.equal((await exchange(client, code)).json['error'], 'invalid_grant');
    });
  }

  it('is refused for another client', async () => {
    const code = (await authorize(await registerForCode(server))).parameters.get('code');
    const other = await registerForCode(server);
    assert.equal((await exchange(other, code)).json['error'], 'invalid_grant');
  });

  it('is refused after five minutes', async () => {
    const client = await registerForCode(server);
    const code = (await authorize(client)).parameters.get('code');
    clock.move(300_000);
    assert.equal((await exchange(client, code)).json['error'], 'invalid_grant');
  });

  it('is refused without a verifier', async () => {
    const client = await registerForCode(server);
    const code = (await authorize(client)).parameters.get('code');
    assert.equal(
      (await exchange(client, code, { codeVerifier: undefined })).json['error'],
      'invalid_request',
    );
  });
});
