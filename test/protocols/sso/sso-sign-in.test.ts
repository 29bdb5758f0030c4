import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { AwscredError } from '../../../src/errors.ts';
import { Secret } from '../../../src/core/secret.ts';
import type { DeviceAuthorization } from '../../../src/ports/aws.ts';
import { ssoKey } from '../../../src/protocols/sso/sso-access-token.ts';
import { signIn } from '../../../src/protocols/sso/sso-sign-in.ts';
import { testPorts, type TestPorts } from '../../support/ports.ts';
import { refusal } from '../../support/ports/test-aws.ts';
import { START } from '../../support/ports/test-clock.ts';
import {
  ACME,
  CLIENT,
  HOUR,
  keepInStore,
  LEGACY,
  request,
  token,
  tokenFile,
  tokens,
} from './sso-fixtures.ts';

const DEVICE: DeviceAuthorization = {
  deviceCode: new Secret('device-1'),
  userCode: 'WDJB-MJHT',
  verificationUri: 'https://acme.awsapps.com/start/#/device',
  verificationUriComplete: 'https://acme.awsapps.com/start/#/device?user_code=WDJB-MJHT',
  expiresIn: 600,
  interval: 1,
};

const PENDING = { fail: refusal('AuthorizationPendingException') };

let ports: TestPorts;

function code(error: unknown): string {
  return error instanceof AwscredError ? error.code : String(error);
}

/** The error of a sign-in that must fail. */
async function failed(change: Parameters<typeof request>[0] = {}): Promise<AwscredError> {
  const error: unknown = await signIn(ACME, ports, request(change)).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof AwscredError, code(error));
  return error;
}

beforeEach(() => {
  ports = testPorts();
  ports.aws.on('registerClient', { give: CLIENT });
  ports.aws.on('startDeviceAuthorization', { give: DEVICE });
  ports.aws.on('createToken', { give: tokens('token-1') });
});

describe('signing in with a device code', () => {
  it('shows address and code, polls, and keeps the token', async () => {
    ports.aws.on('createToken', PENDING, PENDING, { give: tokens('token-1') });
    const got = await signIn(ACME, ports, request());
    assert.equal(got.accessToken.reveal(), 'token-1');
    assert.equal(got.expiresAt, START + 3000 + HOUR);
    const until = new Date(got.expiresAt).toTimeString().slice(0, 5);
    assert.deepEqual(ports.terminal.said, [
      'awscred: sign in to acme (acme.awsapps.com): open this on any device and check that it shows the code',
      '  https://acme.awsapps.com/start/#/device?user_code=WDJB-MJHT',
      '  code  WDJB-MJHT  (10m, Ctrl-C gives up)',
      `awscred: signed in to acme until ${until}`,
    ]);
    assert.deepEqual(ports.clock.slept, [1000, 1000, 1000]);
    assert.deepEqual(ports.store.puts, ['reg', 'sso']);
  });

  it('slows down when told to', async () => {
    ports.aws.on('createToken', { fail: refusal('SlowDownException') }, PENDING, { give: tokens('token-1') });
    await signIn(ACME, ports, request());
    assert.deepEqual(ports.clock.slept, [1000, 6000, 6000]);
  });

  it('bears a poll that the network loses', async () => {
    ports.aws.on('createToken', { fail: new AwscredError('NETWORK', 'reset') }, { give: tokens('token-1') });
    assert.equal((await signIn(ACME, ports, request())).accessToken.reveal(), 'token-1');
  });

  it('ends with 6 when the code runs out, and starts no other', async () => {
    ports.aws.on('createToken', PENDING);
    const error = await failed();
    assert.deepEqual([error.code, error.hints], ['TIMEOUT', ['to start a new one: awscred login acme']]);
    assert.equal(ports.clock.now(), START + 600_000);
    assert.equal(ports.aws.count('startDeviceAuthorization'), 1);
  });

  it('is refused when the person refuses', async () => {
    ports.aws.on('createToken', PENDING, { fail: refusal('AccessDeniedException') });
    assert.equal((await failed()).code, 'REFUSED');
  });

  it('shows no address that is not https', async () => {
    ports.aws.on('startDeviceAuthorization', {
      give: { ...DEVICE, verificationUri: 'http://evil.example/' },
    });
    assert.equal((await failed()).code, 'NETWORK');
    assert.deepEqual(ports.terminal.said, []);
    assert.equal(ports.aws.count('createToken'), 0);
  });

  it('calls a legacy session by its host, and names its profile in hints', async () => {
    ports.aws.on('createToken', { fail: refusal('AccessDeniedException') });
    const error: unknown = await signIn(LEGACY, ports, request()).catch((thrown: unknown) => thrown);
    assert.match(ports.terminal.said[0] ?? '', /^awscred: sign in to acme\.awsapps\.com: open this/);
    assert.deepEqual(error instanceof AwscredError && error.hints, [
      'to try again: awscred login old-bastion',
    ]);
  });
});

describe('signing in in the browser', () => {
  beforeEach(() => {
    ports.browser.available = true;
    ports.loopback.next = { code: 'code-1', error: null };
  });

  it('listens first, opens the address, and exchanges the code with the verifier', async () => {
    await signIn(ACME, ports, request());
    const address = new URL(ports.browser.opened[0] ?? '');
    assert.equal(address.origin, 'https://oidc.eu-west-1.amazonaws.com');
    assert.equal(address.searchParams.get('state'), ports.loopback.listening[0]?.state);
    const grant = ports.aws.calls.find((call) => call.operation === 'createToken')?.args[2];
    assert.deepEqual(
      Object.entries(grant as object).map(([key, value]) => [
        key,
        value instanceof Secret ? value.length : value,
      ]),
      [
        ['type', 'authorization-code'],
        ['code', 6],
        ['codeVerifier', 64],
        ['redirectUri', 'http://127.0.0.1:43210/oauth/callback'],
      ],
    );
    assert.deepEqual(ports.terminal.said.slice(0, 2), [
      'awscred: sign in to acme: continue in the browser window just opened (10m, Ctrl-C gives up)',
      '  no window? awscred login --device-code acme',
    ]);
    assert.equal(ports.loopback.closed, 1);
  });

  it('registers without a port, for the code and the refresh', async () => {
    await signIn(ACME, ports, request());
    assert.deepEqual(ports.aws.calls[0]?.args[1], {
      clientName: 'awscred-acme',
      scopes: ['sso:account:access'],
      pkce: { redirectUri: 'http://127.0.0.1/oauth/callback', issuerUrl: ACME.startUrl },
    });
  });

  it('shows the long address after ten seconds, and gives up after ten minutes', async () => {
    ports.loopback.next = null;
    assert.equal((await failed()).code, 'TIMEOUT');
    assert.match(
      ports.terminal.said[2] ?? '',
      /^ {2}or open this in a browser on this machine: https:\/\/oidc\./,
    );
    assert.deepEqual([ports.clock.now(), ports.loopback.closed], [START + 600_000, 1]);
  });

  it('shows the address on one line with --no-browser, or where none starts', async () => {
    for (const [noBrowser, starts] of [
      [true, true],
      [false, false],
    ] as const) {
      ports.terminal.said.length = 0;
      ports.browser.starts = starts;
      await signIn(ACME, ports, request({ signIn: { asking: 'login', noBrowser, deviceCode: false } }));
      assert.match(
        ports.terminal.said[1] ?? '',
        /^ {2}https:\/\/oidc\.eu-west-1\.amazonaws\.com\/authorize\?\S+$/,
      );
      assert.equal(ports.browser.opened.length, noBrowser ? 0 : 1);
    }
  });

  it('is refused when the redirect says so', async () => {
    ports.loopback.next = { code: null, error: 'access_denied' };
    assert.match((await failed()).message, /was refused in the browser/);
    ports.loopback.next = { code: null, error: 'x\u001b[2J' };
    const error = await failed();
    assert.deepEqual([error.code, error.message.includes('\u001b')], ['REFUSED', false]);
    assert.equal(ports.aws.count('createToken'), 0);
  });
});

describe('the client registration', () => {
  it('is used again while it lasts', async () => {
    await signIn(ACME, ports, request());
    await signIn(ACME, ports, request());
    assert.equal(ports.aws.count('registerClient'), 1);
  });

  it('is not tried when it has run out', async () => {
    await signIn(ACME, ports, request());
    ports.clock.advance(80 * 24 * HOUR - 10 * 60_000);
    await signIn(ACME, ports, request());
    assert.equal(ports.aws.count('registerClient'), 2);
  });

  it('is renewed once when the server does not know it', async () => {
    ports.aws.on(
      'startDeviceAuthorization',
      { give: DEVICE },
      { fail: refusal('InvalidClientException', 401) },
      { give: DEVICE },
    );
    await signIn(ACME, ports, request());
    await signIn(ACME, ports, request());
    assert.equal(ports.aws.count('registerClient'), 2);
    ports.aws.on('startDeviceAuthorization', { fail: refusal('InvalidClientException', 401) });
    assert.equal((await failed()).code, 'REFUSED');
    assert.equal(ports.aws.count('registerClient'), 3);
  });

  it('goes to the service that issued it only', async () => {
    await signIn(ACME, ports, request());
    const elsewhere = { ...ACME, oidc: { ...ACME.oidc, endpoint: 'https://oidc.example.com' } };
    await signIn(elsewhere, ports, request());
    assert.equal(ports.aws.count('registerClient'), 2);
  });
});

describe('a sign-in', () => {
  it('needs a person: without a terminal it is exit 4 with the command', async () => {
    ports.terminal.available = false;
    const error = await failed();
    assert.deepEqual(
      [error.code, error.message, error.hints],
      [
        'NEEDS_LOGIN',
        'signing in to acme needs a person, and there is no terminal here',
        ['run `awscred login acme`, then try again'],
      ],
    );
    assert.equal(ports.aws.calls.length, 0);
  });

  it('forgets what was obtained through the one before', async () => {
    const facts = { label: 'x', profile: 'p', expiresAt: START + HOUR, savedAt: START };
    const put = (key: string, through: string | null): Promise<void> =>
      ports.store.put({ kind: 'tmp', key }, new Secret('x'), { ...facts, through });
    await put('mine', ssoKey(ACME));
    await put('other', ssoKey(LEGACY));
    await put('none', null);
    await signIn(ACME, ports, request());
    const left = ports.store.rows().filter((row) => row.kind === 'tmp');
    assert.deepEqual(
      left.map((row) => row.through),
      [ssoKey(LEGACY), null],
    );
  });

  it('that cannot be kept is a warning, not a failure', async () => {
    ports.store.fails.put = new AwscredError('NO_COLLECTION', 'no keyring', { hints: ['make one'] });
    assert.equal((await signIn(ACME, ports, request())).accessToken.reveal(), 'token-1');
    assert.deepEqual(ports.report.of('warn'), ['the result could not be stored: no keyring']);
    assert.deepEqual(ports.report.of('hint'), ['make one']);
    ports.store.fails.remove = new AwscredError('NO_COLLECTION', 'no keyring');
    assert.equal((await signIn(ACME, ports, request())).accessToken.reveal(), 'token-1');
    assert.match(ports.report.of('warn').join('; '), /could not be deleted: no keyring/);
  });

  it('that is shared lives in the AWS CLI’s file alone, with all eight fields', async () => {
    await keepInStore(ports, token('old', HOUR));
    const got = await signIn(ACME, ports, request({ ssoCache: 'shared' }));
    assert.equal(got.home, 'aws-cli');
    assert.deepEqual(Object.keys(tokenFile(ports)).sort(), [
      'accessToken',
      'clientId',
      'clientSecret',
      'expiresAt',
      'refreshToken',
      'region',
      'registrationExpiresAt',
      'startUrl',
    ]);
    assert.deepEqual(
      ports.store.rows().filter((row) => row.kind === 'sso'),
      [],
    );
  });

  it('is kept in the store where the file cannot be written', async () => {
    ports.files.isReadOnly = true;
    const shared = request({ ssoCache: 'shared' });
    assert.equal((await signIn(ACME, ports, shared)).home, 'store');
    assert.deepEqual(tokenFile(ports), {});
    assert.equal(ports.report.of('warn').length, 1);
  });
});
