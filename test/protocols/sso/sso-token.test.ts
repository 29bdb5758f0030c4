import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { AwscredError } from '../../../src/errors.ts';
import { Secret } from '../../../src/core/secret.ts';
import { tokenFileName } from '../../../src/protocols/aws-cli/aws-cli-token.ts';
import { accessToken, type TokenRequest } from '../../../src/protocols/sso/sso-token.ts';
import type { SsoSession } from '../../../src/core/plan/step.ts';
import { testPorts, type TestPorts } from '../../support/ports.ts';
import { refusal } from '../../support/ports/test-aws.ts';
import { START } from '../../support/ports/test-clock.ts';
import {
  ACME,
  awsCliLogin,
  CACHE,
  HOUR,
  keepInStore,
  MINUTE,
  SILENT,
  site,
  token,
  tokenFile,
  tokens,
} from './sso-fixtures.ts';

const ENDED = { fail: refusal('InvalidGrantException') };

let ports: TestPorts;

async function got(request: TokenRequest = SILENT, session: SsoSession = ACME): Promise<string> {
  return (await accessToken(session, ports, request)).accessToken.reveal();
}

async function failure(request: TokenRequest = SILENT, session: SsoSession = ACME): Promise<string> {
  const error: unknown = await got(request, session).then(
    (name) => name,
    (thrown: unknown) => thrown,
  );
  return error instanceof AwscredError ? error.code : String(error);
}

beforeEach(() => {
  ports = testPorts();
});

describe("awscred's own token", () => {
  it('is used while it is fresh, without a lock or a call', async () => {
    await keepInStore(ports, token('own', HOUR));
    assert.equal(await got(), 'own');
    assert.deepEqual([ports.locked, ports.aws.calls], [[], []]);
  });

  it('is renewed five minutes before its end, and what the answer lacks stays', async () => {
    await keepInStore(ports, token('own', 4 * MINUTE));
    ports.aws.on('createToken', { give: tokens('next', null) }, { give: tokens('third') });
    assert.equal(await got(), 'next');
    ports.clock.advance(HOUR);
    assert.equal(await got(), 'third');
    const sent = ports.aws.calls.map((call) =>
      (call.args[2] as { refreshToken: Secret }).refreshToken.reveal(),
    );
    assert.deepEqual(sent, ['refresh-own', 'refresh-own']);
  });

  it('without a refresh token is used to its last moment', async () => {
    await keepInStore(ports, token('own', 11_000, { refreshToken: null }));
    assert.equal(await got(), 'own');
    ports.clock.advance(1000);
    assert.equal(await failure(), 'NEEDS_LOGIN');
  });

  it('of another origin is as if there were none', async () => {
    await keepInStore(ports, token('own', HOUR));
    assert.equal(await failure(SILENT, { ...ACME, oidc: site('https://oidc.evil.example') }), 'NEEDS_LOGIN');
    assert.equal(
      await failure(SILENT, { ...ACME, portal: site('https://portal.evil.example') }),
      'NEEDS_LOGIN',
    );
    assert.deepEqual(ports.aws.calls, []);
  });

  it('that the service has refused is renewed', async () => {
    await keepInStore(ports, token('own', HOUR));
    ports.aws.on('createToken', { give: tokens('next') });
    assert.equal(await got({ ...SILENT, rejected: new Secret('own') }), 'next');
  });

  it('that the service has refused and that cannot be renewed is sent by nobody again', async () => {
    await keepInStore(ports, token('own', HOUR));
    ports.aws.on('createToken', ENDED);
    assert.equal(await failure({ ...SILENT, rejected: new Secret('own') }), 'NEEDS_LOGIN');
    assert.equal(await failure(), 'NEEDS_LOGIN');
    assert.equal(ports.aws.calls.length, 1);
    await keepInStore(ports, token('new', HOUR));
    assert.equal(await got(), 'new');
  });

  it('is renewed once however many ask', async () => {
    await keepInStore(ports, token('own', MINUTE));
    ports.aws.on('createToken', { give: tokens('next') });
    const all = await Promise.all(Array.from({ length: 20 }, () => got()));
    assert.deepEqual([...new Set(all)], ['next']);
    assert.equal(ports.aws.calls.length, 1);
  });

  it('goes on while the network fails and it still lives, and no longer', async () => {
    await keepInStore(ports, token('own', 2 * MINUTE));
    ports.aws.on('createToken', { fail: new AwscredError('NETWORK', 'down') });
    assert.equal(await got(), 'own');
    ports.clock.advance(2 * MINUTE);
    assert.equal(await failure(), 'NETWORK');
  });

  it('is not renewed by a registration that has run out', async () => {
    const client = { clientId: 'c', clientSecret: new Secret('s'), expiresAt: START - 1 };
    await keepInStore(ports, token('own', 0, { client }));
    assert.equal(await failure(), 'NEEDS_LOGIN');
    assert.deepEqual(ports.aws.calls, []);
  });

  it('that the store cannot read is an error, not a sign-in', async () => {
    ports.store.fails.get = new AwscredError('LOCKED', 'locked');
    assert.equal(await failure(), 'LOCKED');
  });
});

describe('a refused refresh token', () => {
  it('is read again for at least 2 s, then dead, and remembered as dead', async () => {
    await keepInStore(ports, token('own', 0));
    ports.aws.on('createToken', ENDED);
    assert.equal(await failure(), 'NEEDS_LOGIN');
    assert.ok(ports.clock.now() - START >= 2000);
    assert.ok(ports.clock.slept.length >= 3);
    const before = ports.clock.now();
    assert.equal(await failure(), 'NEEDS_LOGIN');
    assert.deepEqual([ports.aws.count('createToken'), ports.clock.now()], [1, before]);
  });

  it('gives way to the token another process has written meanwhile', async () => {
    await keepInStore(ports, token('own', 0));
    ports.aws.on('createToken', async () => {
      void ports.clock.sleep(700).then(() => keepInStore(ports, token('theirs', HOUR)));
      throw refusal('InvalidGrantException');
    });
    assert.equal(await got(), 'theirs');
  });

  it('gives way to one that must be renewed in turn', async () => {
    await keepInStore(ports, token('own', 0));
    ports.aws.on(
      'createToken',
      async () => {
        await keepInStore(ports, token('theirs', 0));
        throw refusal('InvalidGrantException');
      },
      { give: tokens('next') },
    );
    assert.equal(await got(), 'next');
  });

  it('is tried no more until the stored token changes', async () => {
    await keepInStore(ports, token('own', 0));
    ports.aws.on('createToken', ENDED, { give: tokens('next') });
    assert.equal(await failure(), 'NEEDS_LOGIN');
    await keepInStore(ports, token('new', 0));
    assert.equal(await got(), 'next');
  });

  it('leaves the AWS CLI’s token to be used', async () => {
    await keepInStore(ports, token('own', 0));
    awsCliLogin(ports, 'cli');
    ports.aws.on('createToken', ENDED);
    assert.equal(await got(), 'cli');
  });

  it('that fails for another reason is told as it is', async () => {
    await keepInStore(ports, token('own', 0));
    ports.aws.on('createToken', { fail: refusal('InvalidRequestException') });
    assert.equal(await failure(), 'REFUSED');
  });
});

describe("the AWS CLI's token", () => {
  it('is adopted for the same session, region and scopes', async () => {
    awsCliLogin(ports, 'cli');
    assert.equal(await got(), 'cli');
    assert.deepEqual([ports.locked, ports.store.puts], [[], []]);
  });

  for (const [name, options] of [
    ['other scopes', { scopes: ['codewhisperer:completions'] }],
    ['another region', { fields: { region: 'us-east-1' } }],
    ['no region', { fields: { region: undefined } }],
    ['another start URL', { fields: { startUrl: 'https://other.awsapps.com/start' } }],
  ] as const) {
    it(`with ${name} is sent nowhere`, async () => {
      awsCliLogin(ports, 'cli', options);
      assert.equal(await failure(), 'NEEDS_LOGIN');
      assert.deepEqual(ports.aws.calls, []);
    });
  }

  const unknown = [
    ['a registration without scopes', { scopes: null }],
    ['the scopes of another client', { fields: { clientId: 'somebody-else' } }],
    ['no client', { fields: { clientId: undefined } }],
    ['no client and nothing to renew it with', { fields: { clientId: undefined, refreshToken: undefined } }],
  ] as const;
  for (const [name, options] of unknown) {
    it(`with ${name} serves what every sign-in may do, and is sent nowhere for more`, async () => {
      awsCliLogin(ports, 'cli', options);
      assert.equal(await got(), 'cli');
      const more = { ...ACME, scopes: ['sso:account:access', 'codewhisperer:completions'] };
      await assert.rejects(async () => got(SILENT, more), { code: 'NEEDS_LOGIN' });
      assert.deepEqual(ports.aws.calls, []);
    });
  }

  it('of a legacy profile that names scopes, signed in by `aws sso login`, serves', async () => {
    awsCliLogin(ports, 'cli', { scopes: null });
    const legacy = { ...ACME, name: null };
    const text = ports.files.contents.get(`${CACHE}/${tokenFileName(ACME)}`) ?? '';
    ports.files.contents.delete(`${CACHE}/${tokenFileName(ACME)}`);
    ports.files.contents.set(`${CACHE}/${tokenFileName(legacy)}`, text);
    assert.equal(await got(SILENT, legacy), 'cli');
  });

  it('serves a session that asks for no scopes', async () => {
    awsCliLogin(ports, 'cli', { scopes: null });
    assert.equal(await got(SILENT, { ...ACME, scopes: [] }), 'cli');
  });

  it('is renewed in place; what else is in the file stays', async () => {
    awsCliLogin(ports, 'cli', { lifeMs: MINUTE, fields: { theirs: 'kept' } });
    ports.aws.on('createToken', { give: tokens('next') });
    assert.equal(await got(), 'next');
    const file = tokenFile(ports);
    assert.deepEqual(
      [file['accessToken'], file['refreshToken'], file['expiresAt'], file['theirs'], file['clientId']],
      ['next', 'refresh-next', '2026-01-02T15:02:00Z', 'kept', 'cli-client'],
    );
    assert.deepEqual(ports.store.puts, []);
  });

  it('gives way to a sign-in that came while it was renewed', async () => {
    awsCliLogin(ports, 'cli', { lifeMs: MINUTE });
    ports.aws.on('createToken', async () => {
      awsCliLogin(ports, 'newer');
      return tokens('next');
    });
    assert.equal(await got(), 'newer');
    assert.equal(tokenFile(ports)['accessToken'], 'newer');
  });

  it('is kept in the store where ~/.aws cannot be written', async () => {
    awsCliLogin(ports, 'cli', { lifeMs: MINUTE });
    ports.files.isReadOnly = true;
    ports.aws.on('createToken', { give: tokens('next') });
    assert.equal(await got(), 'next');
    assert.equal(await got(), 'next');
    assert.deepEqual([ports.store.puts, ports.aws.calls.length], [['sso'], 1]);
    const warnings = ports.report.lines.filter((line) => line.startsWith('warn'));
    assert.equal(warnings.length, 1);
    assert.match(warnings[0] ?? '', /sign-in to acme in its store, and the AWS CLI is signed out of it/);
  });

  it('is kept so without a word where the AWS CLI can go on with its refresh token', async () => {
    awsCliLogin(ports, 'cli', { lifeMs: MINUTE });
    ports.files.isReadOnly = true;
    ports.aws.on('createToken', { give: tokens('next', null) });
    assert.equal(await got(), 'next');
    assert.deepEqual(
      ports.report.lines.filter((line) => line.startsWith('warn')),
      [],
    );
  });

  it('that the AWS CLI is just writing is read once more', async () => {
    awsCliLogin(ports, 'cli');
    const path = `${CACHE}/${tokenFileName(ACME)}`;
    const whole = ports.files.contents.get(path) ?? '';
    ports.files.contents.set(path, whole.slice(0, 40));
    void ports.clock.sleep(20).then(() => ports.files.contents.set(path, whole));
    assert.equal(await got(), 'cli');
    ports.files.contents.set(path, whole.slice(0, 40));
    assert.equal(await failure(), 'NEEDS_LOGIN');
  });

  it('that the AWS CLI has rotated is taken from its file', async () => {
    awsCliLogin(ports, 'cli', { lifeMs: 0 });
    ports.aws.on('createToken', async () => {
      void ports.clock.sleep(1900).then(() => awsCliLogin(ports, 'rotated'));
      throw refusal('InvalidGrantException');
    });
    assert.equal(await got(), 'rotated');
  });

  it('that is dead is remembered in the store, and costs one call', async () => {
    awsCliLogin(ports, 'cli', { lifeMs: 0 });
    ports.aws.on('createToken', ENDED);
    assert.equal(await failure(), 'NEEDS_LOGIN');
    assert.equal(await failure(), 'NEEDS_LOGIN');
    assert.equal(ports.aws.calls.length, 1);
    awsCliLogin(ports, 'cli-2');
    assert.equal(await got(), 'cli-2');
  });

  it('in a file that cannot be read is as none', async () => {
    awsCliLogin(ports, 'cli');
    ports.files.beforeRead = () => {
      throw new AwscredError('CONFIG', 'cannot read it');
    };
    assert.equal(await failure(), 'NEEDS_LOGIN');
  });
});
