import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { AwscredError } from '../../../src/errors.ts';
import { createLoopback } from '../../../src/adapters/loopback/loopback-server.ts';
import { createBrowser } from '../../../src/adapters/process/program/system-browser.ts';
import { browserSignIn } from '../../../src/protocols/sso/browser-sign-in.ts';
import { testPorts, type TestPorts } from '../../support/ports.ts';
import { tempFolder } from '../../support/files/temp-folder.ts';
import { ACME, CLIENT, tokens } from './sso-fixtures.ts';

/** A browser that asks for noise and impostors first, then follows the redirect with `answer`. */
function browserThat(answer: string): string {
  const program = join(tempFolder(), 'browser');
  const script = `#!${process.execPath}
const address = new URL(process.argv[2]);
const redirect = address.searchParams.get('redirect_uri');
const state = address.searchParams.get('state');
(async () => {
  await fetch(new URL('/favicon.ico', redirect));
  await fetch(redirect + '?code=evil&state=guess');
  await fetch(redirect + '?error=access_denied');
  await fetch(redirect + '?code=evil&state=' + state, { method: 'POST' });
  await fetch(redirect + '?${answer}&state=' + state);
})();
`;
  writeFileSync(program, script, { mode: 0o755 });
  return program;
}

function realPorts(browser: string): TestPorts {
  const ports = testPorts();
  ports.aws.on('registerClient', { give: CLIENT });
  ports.aws.on('createToken', { give: tokens('token-1') });
  const environment = {
    platform: process.platform,
    get: (name: string) => (name === 'BROWSER' ? browser : null),
  };
  const clock = {
    now: () => Date.now(),
    sleep: async (ms: number, signal?: AbortSignal) => {
      await sleep(ms, undefined, signal === undefined ? {} : { signal });
    },
  };
  const loopback = createLoopback(process.getuid?.() ?? null);
  return { ...ports, loopback, clock, browser: createBrowser(environment) } as unknown as TestPorts;
}

describe('a sign-in through a real browser program and a real listener', () => {
  it('takes the code of the one right answer', async () => {
    const ports = realPorts(browserThat('code=right'));
    const { tokens: got } = await browserSignIn(ACME, true, ports);
    assert.equal(got.accessToken.reveal(), 'token-1');
    const grant = ports.aws.calls.find((call) => call.operation === 'createToken')?.args[2];
    assert.equal((grant as { code: { reveal(): string } }).code.reveal(), 'right');
  });

  it('is refused when the server says so', async () => {
    const refused = browserSignIn(ACME, true, realPorts(browserThat('error=access_denied')));
    await assert.rejects(refused, (error) => error instanceof AwscredError && error.code === 'REFUSED');
  });
});
