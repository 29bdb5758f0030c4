import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { CHROMIUM, chromiumWithoutScripts } from '../../support/browser/chromium.ts';
import { needs } from '../../support/process/needs.ts';
import {
  authorizePath,
  call,
  poll,
  register,
  registerForCode,
  startDevice,
  text,
  VERIFIER,
} from '../support/oidc-calls.ts';
import { get, send } from '../support/raw-http.ts';
import { handClock, withServer } from '../support/with-server.ts';

/** Shows the page of `address` in a real browser and presses a button of it. */
async function press(address: string, button: 'Allow' | 'Deny'): Promise<Page> {
  const context = await chromiumWithoutScripts();
  const page = await context.newPage();
  await page.goto(address);
  await page.getByRole('button', { name: button, exact: true }).click();
  return page;
}

/** A program's loopback listener: answers all, keeps what it was asked. */
async function listener(): Promise<{ redirectUri: string; asked: URLSearchParams[] }> {
  const asked: URLSearchParams[] = [];
  const server: Server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    if (url.pathname === '/oauth/callback') {
      asked.push(url.searchParams);
    }
    response.end('back at the program');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  return { redirectUri: `http://127.0.0.1:${(server.address() as AddressInfo).port}/oauth/callback`, asked };
}

describe('the pages in a real browser without JavaScript', { skip: needs(CHROMIUM) }, () => {
  for (const [button, heading, status] of [
    ['Allow', 'Allowed', 200],
    ['Deny', 'Denied', 400],
  ] as const) {
    it(`take ${button} for a device code`, async () => {
      const server = await withServer();
      const client = await register(server, { clientName: 'awscred <b>&"x"' });
      const { json } = await startDevice(server, client);
      const page = await press(text(json, 'verificationUriComplete'), button);
      assert.equal(await page.locator('h1').innerText(), heading);
      assert.equal((await poll(server, client, json['deviceCode'])).status, status);
    });
  }

  it('ask for the code where the address has none', async () => {
    const server = await withServer();
    const client = await register(server, { clientName: 'awscred <b>&"x"' });
    const { json } = await startDevice(server, client);
    const page = await (await chromiumWithoutScripts()).newPage();
    await page.goto(text(json, 'verificationUri'));
    await page.getByRole('textbox').fill(text(json, 'userCode').toLowerCase().replace('-', ' '));
    await page.getByRole('button', { name: 'Continue' }).click();
    assert.equal(await page.locator('.code').innerText(), json['userCode']);
    assert.match(await page.locator('main').innerText(), /awscred <b>&"x" wants to use your access/);
    assert.equal(await page.locator('form').count(), 1);
    // The style is in force, so its hash in the policy is right.
    assert.equal(await page.locator('body').evaluate((body) => getComputedStyle(body).display), 'grid');
  });

  it('take Allow for PKCE and lead back to the program', async () => {
    const server = await withServer();
    const client = await registerForCode(server);
    const { redirectUri, asked } = await listener();
    const path = authorizePath(client, { redirect_uri: redirectUri });
    const page = await press(`${server.url}${path}`, 'Allow');
    assert.equal(await page.locator('body').innerText(), 'back at the program');
    assert.deepEqual([asked.length, asked[0]?.get('state')], [1, 'a-state']);
    const body = { ...client, grantType: 'authorization_code', code: asked[0]?.get('code'), redirectUri };
    assert.equal((await call(server, '/token', { ...body, codeVerifier: VERIFIER })).status, 200);
  });

  it('take Deny for PKCE and say so to the program', async () => {
    const server = await withServer();
    const { redirectUri, asked } = await listener();
    const path = authorizePath(await registerForCode(server), { redirect_uri: redirectUri });
    await press(`${server.url}${path}`, 'Deny');
    assert.deepEqual(
      [asked[0]?.get('error'), asked[0]?.get('state'), asked[0]?.get('code')],
      ['access_denied', 'a-state', null],
    );
  });
});

/** The hidden fields of the one form of a page. */
function hiddenFields(html: string): URLSearchParams {
  const fields = [...html.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)" \/>/g)];
  assert.ok(fields.length > 0);
  return new URLSearchParams(fields.map(([, name = '', value = '']) => [name, value]));
}

describe('a page', () => {
  const form = { 'content-type': 'application/x-www-form-urlencoded' };

  async function waiting(now?: () => number) {
    const server = await withServer(now === undefined ? {} : { now });
    const client = await register(server);
    const { json } = await startDevice(server, client);
    const path = `/device?user_code=${text(json, 'userCode')}`;
    const ask = () => poll(server, client, json['deviceCode']);
    return { server, path, ask, fields: hiddenFields((await get(server.url, path)).body) };
  }

  it('may load nothing, run nothing, be framed by nobody and be kept nowhere', async () => {
    const { server, path } = await waiting();
    const { headers } = await get(server.url, path);
    const policy = String(headers['content-security-policy']);
    assert.match(
      policy,
      /^default-src 'none'; style-src 'sha256-[^']+'; form-action 'self'; frame-ancestors 'none'/,
    );
    assert.equal(headers['cache-control'], 'no-store');
  });

  const forged: readonly [string, Record<string, string>, (fields: URLSearchParams) => void][] = [
    ['another seal', {}, (fields) => fields.set('seal', 'x')],
    ['no seal', {}, (fields) => fields.delete('seal')],
    ['another subject', {}, (fields) => fields.set('subject', 'BBBB-BBBB')],
    ['no decision', {}, (fields) => fields.delete('decision')],
    ['another origin', { origin: 'http://evil.example' }, () => undefined],
    ['another site', { 'sec-fetch-site': 'cross-site' }, () => undefined],
    ['another host', { host: 'evil.example' }, () => undefined],
  ];
  for (const [name, headers, change] of forged) {
    it(`does not take a form with ${name}`, async () => {
      const { server, ask, fields } = await waiting();
      fields.set('decision', 'allow');
      change(fields);
      const request = { method: 'POST', path: '/device', headers: { ...form, ...headers } };
      assert.equal((await send(server.url, { ...request, body: fields.toString() })).status, 403);
      assert.equal((await ask()).refusal, 'AuthorizationPendingException');
    });
  }

  it('takes its own form once', async () => {
    const { server, ask, fields } = await waiting();
    fields.set('decision', 'allow');
    const request = { method: 'POST', path: '/device', headers: form, body: fields.toString() };
    assert.deepEqual(
      [(await send(server.url, request)).status, (await send(server.url, request)).status],
      [200, 400],
    );
    assert.equal((await ask()).status, 200);
  });

  it('of a code that has expired has no form', async () => {
    const clock = handClock();
    const { server, path } = await waiting(clock.now);
    clock.move(600_000);
    const { status, body } = await get(server.url, path);
    assert.deepEqual([status, body.includes('<form')], [400, false]);
  });

  it('of /authorize takes its form once', async () => {
    const server = await withServer();
    const shown = await get(server.url, authorizePath(await registerForCode(server)));
    assert.match(
      String(shown.headers['content-security-policy']),
      /form-action 'self' http:\/\/127\.0\.0\.1:41234;/,
    );
    const fields = hiddenFields(shown.body);
    fields.set('decision', 'deny');
    const request = { method: 'POST', path: '/authorize', headers: form, body: fields.toString() };
    assert.deepEqual(
      [(await send(server.url, request)).status, (await send(server.url, request)).status],
      [303, 403],
    );
  });
});
