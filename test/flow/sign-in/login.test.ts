import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { AwscredError } from '../../../src/errors.ts';
import { login } from '../../../src/flow/sign-in/login.ts';
import { ssoLock } from '../../../src/protocols/sso/sso-access-token.ts';
import { testPorts, type TestPorts } from '../../support/ports.ts';
import { START } from '../../support/ports/test-clock.ts';
import {
  ACME,
  CLIENT,
  HOUR,
  keepInStore,
  LEGACY,
  MINUTE,
  request,
  token,
  tokens,
} from '../../protocols/sso/sso-fixtures.ts';

const REQUEST = {
  ...request({ signIn: { asking: 'login', noBrowser: false, deviceCode: false } }),
  ifNeeded: false,
};

let ports: TestPorts;

beforeEach(() => {
  ports = testPorts();
  ports.browser.available = true;
  ports.loopback.next = { code: 'code-1', error: null };
  ports.aws.on('registerClient', { give: CLIENT });
  ports.aws.on('createToken', { give: tokens('one') }, { give: tokens('two') });
});

describe('login', () => {
  it('signs in anew each time, under the lock of the session', async () => {
    await keepInStore(ports, token('own', HOUR));
    const [first] = await login([ACME], ports, REQUEST);
    await login([ACME], ports, REQUEST);
    assert.deepEqual([first?.session, first?.expiresAt, first?.token.home], ['acme', START + HOUR, 'store']);
    assert.equal(ports.browser.opened.length, 2);
    // One lock keeps logins one after another, the other is the session's own.
    const locks = [`login:${ssoLock(ACME)}`, ssoLock(ACME)];
    assert.deepEqual(ports.locked, [...locks, ...locks]);
  });

  it('signs in to each session, legacy ones too', async () => {
    const done = await login([ACME, LEGACY], ports, REQUEST);
    assert.deepEqual(
      done.map((one) => one.session),
      ['acme', 'acme.awsapps.com'],
    );
  });

  it('goes on without a terminal: a person typed it', async () => {
    ports.terminal.available = false;
    assert.equal((await login([ACME], ports, REQUEST)).length, 1);
  });

  it('keeps a good sign-in with --if-needed, and renews one without a person', async () => {
    await keepInStore(ports, token('own', HOUR));
    const ifNeeded = { ...REQUEST, ifNeeded: true };
    const [kept] = await login([ACME], ports, ifNeeded);
    assert.equal(kept?.expiresAt, START + HOUR);
    ports.clock.advance(HOUR - MINUTE);
    await login([ACME], ports, ifNeeded);
    assert.deepEqual([ports.browser.opened.length, ports.aws.count('createToken')], [0, 1]);
  });

  it('finds out before anybody signs in that nothing can be kept', async () => {
    ports.store.fails.prepare = new AwscredError('LOCKED', 'locked');
    await assert.rejects(login([ACME], ports, REQUEST), { code: 'LOCKED' });
    assert.deepEqual([ports.aws.calls, ports.browser.opened], [[], []]);
  });
});
