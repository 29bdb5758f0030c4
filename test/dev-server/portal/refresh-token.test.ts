import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { DevServer } from '../../../src/dev-server/dev-server.ts';
import { call, readJson, refresh, register, signIn, text } from '../support/oidc-calls.ts';
import { get } from '../support/raw-http.ts';
import { handClock, withServer } from '../support/with-server.ts';

const clock = handClock();
const server = await withServer({ now: clock.now });

async function portalStatus(accessToken: unknown, at: DevServer = server): Promise<number> {
  const headers = { 'x-amz-sso_bearer_token': String(accessToken) };
  return readJson(await get(at.url, '/assignment/accounts', headers)).status;
}

describe('a refresh token', () => {
  it('gives new tokens and is ended at once', async () => {
    const { client, tokens } = await signIn(server);
    const first = await refresh(server, client, tokens['refreshToken']);
    assert.equal(first.status, 200);
    assert.notEqual(first.json['accessToken'], tokens['accessToken']);
    assert.notEqual(first.json['refreshToken'], tokens['refreshToken']);
    const again = await refresh(server, client, tokens['refreshToken']);
    assert.deepEqual([again.status, again.refusal], [400, 'InvalidGrantException']);
    assert.equal((await refresh(server, client, first.json['refreshToken'])).status, 200);
  });

  it('may be repeated within the grace, where there is one', async () => {
    const patient = await withServer({ now: clock.now, refreshGraceMs: 10_000 });
    const { client, tokens } = await signIn(patient);
    await refresh(patient, client, tokens['refreshToken']);
    clock.move(9_999);
    assert.equal((await refresh(patient, client, tokens['refreshToken'])).status, 200);
    clock.move(1);
    assert.equal((await refresh(patient, client, tokens['refreshToken'])).status, 400);
  });

  it('belongs to its client', async () => {
    const { tokens } = await signIn(server);
    const other = await register(server);
    assert.equal((await refresh(server, other, tokens['refreshToken'])).refusal, 'InvalidGrantException');
  });

  it('is refused when the registration has expired', async () => {
    const { client, tokens } = await signIn(server);
    server.forgetRegistrations();
    assert.equal((await refresh(server, client, tokens['refreshToken'])).status, 401);
  });

  it('dies with the portal session after eight hours, and no access token outlives it', async () => {
    const { client, tokens } = await signIn(server);
    clock.move(7.5 * 3_600_000);
    assert.equal(await portalStatus(tokens['accessToken']), 401);
    const { json } = await refresh(server, client, tokens['refreshToken']);
    assert.equal(json['expiresIn'], 1800);
    clock.move(1_800_000);
    assert.equal(await portalStatus(json['accessToken']), 401);
    assert.equal((await refresh(server, client, json['refreshToken'])).refusal, 'InvalidGrantException');
  });

  it('dies with a logout, and so do all access tokens of the session', async () => {
    const { client, tokens } = await signIn(server);
    const { json } = await refresh(server, client, tokens['refreshToken']);
    assert.equal(await portalStatus(tokens['accessToken']), 200);
    server.endSessions();
    assert.equal(await portalStatus(tokens['accessToken']), 401);
    assert.equal(await portalStatus(json['accessToken']), 401);
    assert.equal((await refresh(server, client, text(json, 'refreshToken'))).status, 400);
  });

  it('is required', async () => {
    const client = await register(server);
    const answer = await call(server, '/token', { ...client, grantType: 'refresh_token' });
    assert.equal(answer.refusal, 'InvalidRequestException');
  });
});
