import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { lazyHttp } from '../../../src/adapters/http/lazy-http.ts';
import { nodeRandom } from '../../../src/adapters/process/node-random.ts';
import { systemClock } from '../../../src/adapters/process/system-clock.ts';
import type { LoginStep, Site } from '../../../src/core/plan/step.ts';
import { Secret } from '../../../src/core/secret.ts';
import { AwscredError } from '../../../src/errors.ts';
import { type DevServer, startDevServer } from '../../../src/dev-server/dev-server.ts';
import { consoleSignIn } from '../../../src/protocols/console-login/console-sign-in.ts';
import { loginCredentials } from '../../../src/protocols/console-login/renew-login.ts';
import { loginFilePath } from '../../../src/sources/login/login.ts';
import { atEnd } from '../../support/process/cleanup.ts';
import { testPorts, type TestPorts } from '../../support/ports.ts';
import { environmentOf } from '../../support/variables.ts';

let server: DevServer;

before(async () => {
  server = await startDevServer({});
  atEnd(async () => server.close());
});

function realPorts(): TestPorts {
  const http = lazyHttp({ get: () => null, plainHttp: [], onOverriddenTls: () => undefined });
  return { ...testPorts(), http, random: nodeRandom, clock: systemClock as TestPorts['clock'] };
}

function site(): Site {
  const override = { value: server.url, file: null, line: null, from: 'AWS_ENDPOINT_URL' };
  return { region: 'eu-west-1', endpoint: server.url, override, caBundle: null };
}

/** Opens the page and presses Allow, as a person on another machine; what the last page shows. */
async function allowedElsewhere(address: string): Promise<string> {
  const page = await fetch(address);
  const html = await page.text();
  const fields = new URLSearchParams({ decision: 'allow' });
  for (const name of ['subject', 'seal']) {
    fields.set(name, new RegExp(`name="${name}" value="([^"]*)"`).exec(html)?.[1] ?? '');
  }
  const answer = await fetch(`${server.url}/v1/authorize`, { method: 'POST', body: fields });
  return /<code>([^<]*)<\/code>/.exec(await answer.text())?.[1] ?? '';
}

describe('a console sign-in on another machine', () => {
  it('is brought back by a pasted text', async () => {
    const ports = realPorts();
    ports.terminal.askSecret = async () => {
      const address = ports.terminal.said.find((line) => line.includes('/v1/authorize?')) ?? '';
      return new Secret(`  ${await allowedElsewhere(address.trim())}\n`);
    };
    const session = await consoleSignIn(site(), 'remote', ports);
    assert.match(session.arn, /^arn:aws:iam::\d{12}:user\//);
    const fields = JSON.parse(session.file) as Record<string, unknown>;
    assert.equal(fields['signInRegion'], 'eu-west-1');
    assert.match(String(fields['dpopKey']), /^-----BEGIN EC PRIVATE KEY-----\n/);
    assert.ok(!ports.terminal.said.join('\n').includes(String(fields['refreshToken'])));
  });
});

describe('the login cache', () => {
  it('has the name that AWS’s tools give it', () => {
    const environment = { ...environmentOf({}), user: 'jane' };
    assert.match(
      loginFilePath('arn:aws:sts::012345678910:assumed-role/Admin/admin', environment),
      /\/\.aws\/login\/cache\/4b0ba8f99f075c0633e122fd73346ce203a3faf18ea0310eb2d29df1bab2e255\.json$/,
    );
    const elsewhere = { ...environmentOf({ AWS_LOGIN_CACHE_DIRECTORY: '/srv/cache' }), user: 'jane' };
    assert.match(loginFilePath('x', elsewhere), /^\/srv\/cache\/[0-9a-f]{64}\.json$/);
  });

  it('is not renewed where it cannot be written: the refresh token would be used up', async () => {
    const ports = realPorts();
    ports.terminal.askSecret = async () => {
      const address = ports.terminal.said.find((line) => line.includes('/v1/authorize?')) ?? '';
      return new Secret(await allowedElsewhere(address.trim()));
    };
    const session = await consoleSignIn(site(), 'remote', ports);
    const old = session.file.replace(/"expiresAt": "[^"]*"/, '"expiresAt": "2020-01-01T00:00:00Z"');
    ports.files.contents.set('/cache.json', old);
    ports.files.isReadOnly = true;
    const calls = server.calls.length;
    const step: LoginStep = {
      kind: 'login',
      profile: 'dev',
      settings: {},
      asks: null,
      caps: [],
      mfa: null,
      loginSession: session.arn,
      signin: site(),
      file: '/cache.json',
    };
    await assert.rejects(
      loginCredentials(step, { timeoutMs: 1000, purpose: 'test' }, ports),
      (error) => error instanceof AwscredError && error.code === 'UNEXPECTED',
    );
    assert.equal(server.calls.length, calls);
    assert.equal(ports.files.contents.get('/cache.json'), old);
  });
});
