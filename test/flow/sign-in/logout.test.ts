import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { AwscredError } from '../../../src/errors.ts';
import { Secret } from '../../../src/core/secret.ts';
import { login } from '../../../src/flow/sign-in/login.ts';
import { logout } from '../../../src/flow/sign-in/logout.ts';
import { ssoKey } from '../../../src/protocols/sso/sso-access-token.ts';
import { testPorts, type TestPorts } from '../../support/ports.ts';
import { refusal } from '../../support/ports/test-aws.ts';
import { START } from '../../support/ports/test-clock.ts';
import {
  ACME,
  awsCliLogin,
  CLIENT,
  HOUR,
  keepInStore,
  LEGACY,
  request,
  token,
  tokenFile,
  tokens,
} from '../../protocols/sso/sso-fixtures.ts';

const REQUEST = request();

let ports: TestPorts;

/** Access tokens that the portal was told to end. */
function ended(): readonly string[] {
  const calls = ports.aws.calls.filter((call) => call.operation === 'logout');
  return calls.map((call) => (call.args[1] as Secret).reveal());
}

beforeEach(() => {
  ports = testPorts();
  ports.aws.on('logout', { give: undefined });
});

describe('logout', () => {
  it('ends the session on the server and forgets all obtained through it', async () => {
    await keepInStore(ports, token('own', HOUR));
    const facts = { label: 'x', profile: 'p', expiresAt: START + HOUR, savedAt: START };
    await ports.store.put({ kind: 'tmp', key: 'a' }, new Secret('x'), { ...facts, through: ssoKey(ACME) });
    await ports.store.put({ kind: 'tmp', key: 'b' }, new Secret('x'), { ...facts, through: ssoKey(LEGACY) });
    const [done] = await logout([ACME], ports, REQUEST);
    assert.deepEqual(done, {
      session: 'acme',
      wasSignedIn: true,
      revoked: true,
      forgotten: 1,
      awsCliRemains: false,
    });
    assert.deepEqual(ended(), ['own']);
    assert.deepEqual(
      ports.store.rows().map((row) => row.through),
      [ssoKey(LEGACY)],
    );
  });

  it('twice is no error', async () => {
    await keepInStore(ports, token('own', HOUR));
    await logout([ACME], ports, REQUEST);
    const [again] = await logout([ACME], ports, REQUEST);
    assert.deepEqual([again?.wasSignedIn, again?.revoked, ended().length], [false, false, 1]);
  });

  it('renews a token to end its session, for only one that lives can', async () => {
    await keepInStore(ports, token('own', 0));
    ports.aws.on('createToken', { give: tokens('next') });
    await logout([ACME], ports, REQUEST);
    assert.deepEqual(ended(), ['next']);
  });

  for (const [name, fail, revoked] of [
    ['the session is over already', refusal('UnauthorizedException', 401), true],
    ['AWS refuses', refusal('InvalidRequestException'), false],
    ['the network is down', new AwscredError('NETWORK', 'down'), false],
  ] as const) {
    it(`forgets it here too when ${name}`, async () => {
      await keepInStore(ports, token('own', HOUR));
      ports.aws.on('logout', { fail });
      const [done] = await logout([ACME], ports, REQUEST);
      assert.equal(done?.revoked, revoked);
      assert.equal(ports.report.of('warn').length, revoked ? 0 : 1);
      assert.deepEqual(ports.store.rows(), []);
    });
  }

  it('removes the shared file that awscred wrote', async () => {
    ports.aws.on('registerClient', { give: CLIENT });
    ports.aws.on('createToken', { give: tokens('shared') });
    ports.browser.available = true;
    ports.loopback.next = { code: 'code-1', error: null };
    await login([ACME], ports, { ...REQUEST, ssoCache: 'shared', ifNeeded: false });
    await logout([ACME], ports, REQUEST);
    assert.deepEqual([ended(), [...ports.files.contents.keys()]], [['shared'], []]);
  });

  it("leaves the AWS CLI's own sign-in alone, and says so", async () => {
    awsCliLogin(ports, 'cli');
    const [done] = await logout([ACME], ports, REQUEST);
    assert.equal(done?.awsCliRemains, true);
    assert.deepEqual([ended(), tokenFile(ports)['accessToken']], [[], 'cli']);
    assert.deepEqual(ports.report.of('warn'), ['the AWS CLI is still signed in to acme: aws sso logout']);
  });

  it('says what the shell still holds', async () => {
    ports.variables.set('AWSCRED_PROFILE', 'prod-readonly\u001b[2J');
    ports.variables.set('AWSCRED_EXPIRES', String((START + HOUR) / 1000));
    await logout([ACME], ports, REQUEST);
    const until = new Date(START + HOUR).toTimeString().slice(0, 5);
    assert.deepEqual(ports.report.of('warn'), [
      `this shell still holds prod-readonly\\u{1b}[2J until ${until}: eval $(awscred assume --unset)`,
    ]);
    ports.clock.advance(HOUR);
    ports.report.lines.length = 0;
    await logout([ACME], ports, REQUEST);
    assert.deepEqual(ports.report.of('warn'), []);
  });
});
