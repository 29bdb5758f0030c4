import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { chmodSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { builtInWorld } from '../../../src/dev-server/world/built-in-world.ts';
import { awsCliEnvironment } from '../../support/aws/aws-cli.ts';
import { localAws, type LocalAws } from '../../support/aws/local-aws.ts';
import { needs } from '../../support/process/needs.ts';

const AWS = '/usr/bin/aws';

const FIELDS = [
  'accessToken',
  'clientId',
  'clientSecret',
  'expiresAt',
  'refreshToken',
  'region',
  'registrationExpiresAt',
  'startUrl',
];

type TokenFields = Record<string, string>;

interface SignedIn extends LocalAws {
  /** Where the AWS CLI put its token. */
  readonly tokenFile: string;
  token(): TokenFields;
  edit(change: Partial<TokenFields>): void;
}

/** A local AWS to which Debian's AWS CLI has signed in, in a home that awscred shares. */
async function signedInByTheAwsCli(): Promise<SignedIn> {
  const aws = await localAws({ ...builtInWorld, autoApprove: true });
  const login = await aws.sandbox.program([AWS, 'sso', 'login', '--profile', 'bastion', '--no-browser'], {
    env: awsCliEnvironment(aws.server.url, aws.sandbox.home),
  });
  assert.equal(login.status, 0, login.stderr);
  const name = createHash('sha1').update('acme').digest('hex');
  const tokenFile = join(aws.sandbox.home, '.aws', 'sso', 'cache', `${name}.json`);
  const token = (): TokenFields => JSON.parse(readFileSync(tokenFile, 'utf8')) as TokenFields;
  return {
    ...aws,
    tokenFile,
    token,
    edit: (change) => writeFileSync(tokenFile, JSON.stringify({ ...token(), ...change })),
  };
}

function inMinutes(minutes: number): string {
  return new Date(Date.now() + minutes * 60_000).toISOString().replace(/\.\d+Z$/, 'Z');
}

describe('the AWS CLI’s own sign-in', { skip: needs(AWS) }, () => {
  it('is used as it lies there: no sign-in, the file not touched', async () => {
    const aws = await signedInByTheAwsCli();
    const [before, calls] = [readFileSync(aws.tokenFile, 'utf8'), aws.server.calls.length];
    const result = await aws.sandbox.run(['process', 'prod-readonly']);
    assert.equal(result.status, 0, result.stderr);
    assert.equal(result.stderr, '');
    assert.deepEqual(
      aws.server.calls.slice(calls).map((call) => call.operation),
      ['GetRoleCredentials', 'AssumeRole', 'AssumeRole'],
    );
    assert.equal(readFileSync(aws.tokenFile, 'utf8'), before);
  });

  it('is refreshed in place when it runs out: eight fields, a new file put in its place, 0600, good for the AWS CLI', async () => {
    const aws = await signedInByTheAwsCli();
    aws.edit({ expiresAt: inMinutes(1), note: 'kept' });
    chmodSync(aws.tokenFile, 0o644);
    const [before, inode] = [aws.token(), statSync(aws.tokenFile).ino];
    const result = await aws.sandbox.run(['process', 'prod-readonly']);
    assert.equal(result.status, 0, result.stderr);
    assert.equal(aws.count('CreateToken'), 2);
    assert.equal(aws.count('RegisterClient'), 1);

    const after = aws.token();
    assert.deepEqual(Object.keys(after).sort(), [...FIELDS, 'note'].sort());
    for (const same of ['startUrl', 'region', 'clientId', 'clientSecret', 'registrationExpiresAt', 'note']) {
      assert.equal(after[same], before[same], same);
    }
    assert.notEqual(after['accessToken'], before['accessToken']);
    assert.notEqual(after['refreshToken'], before['refreshToken']);
    assert.ok(Date.parse(after['expiresAt'] ?? '') > Date.now() + 30 * 60_000);
    assert.match(after['expiresAt'] ?? '', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    assert.notEqual(statSync(aws.tokenFile).ino, inode, 'written over instead of replaced');
    assert.equal(statSync(aws.tokenFile).mode & 0o777, 0o600);
    const litter = readdirSync(join(aws.tokenFile, '..')).filter(
      (name) => !/^[0-9a-f]{40}\.json$/.test(name),
    );
    assert.deepEqual(litter, []);

    // The AWS CLI goes on with it: neither tool logged the other out.
    const who = await aws.sandbox.program([AWS, 'sts', 'get-caller-identity', '--profile', 'bastion'], {
      env: awsCliEnvironment(aws.server.url, aws.sandbox.home),
    });
    assert.equal(who.status, 0, who.stderr);
    assert.equal(aws.count('CreateToken'), 2);
  });

  it('expired, nothing to refresh it with, no terminal: exit 4 and the command to type', async () => {
    const aws = await signedInByTheAwsCli();
    const { refreshToken: _gone, ...rest } = aws.token();
    writeFileSync(aws.tokenFile, JSON.stringify({ ...rest, expiresAt: inMinutes(-5) }));
    await refusesToUse(aws);
  });

  it('ended by the server: the refresh is refused, exit 4, and the dead token is not tried again', async () => {
    const aws = await signedInByTheAwsCli();
    aws.edit({ expiresAt: inMinutes(-5) });
    aws.server.endSessions();
    const first = await aws.sandbox.run(['process', 'prod-readonly']);
    assert.equal(first.status, 4, first.stderr);
    const tokens = aws.count('CreateToken');
    const second = await aws.sandbox.run(['process', 'prod-readonly']);
    assert.equal(second.status, 4, second.stderr);
    assert.equal(aws.count('CreateToken'), tokens);
  });

  const foreign: readonly (readonly [string, string, string])[] = [
    [
      'a scope is configured that it lacks',
      'sso:account:access',
      'sso:account:access, codewhisperer:completions',
    ],
    ['it is of another region', 'sso_region = eu-west-1', 'sso_region = eu-central-1'],
    ['it is of another portal', 'https://acme.awsapps.com/start', 'https://other.awsapps.com/start'],
  ];
  for (const [why, from, to] of foreign) {
    it(`is sent nowhere when ${why}: exit 4`, async () => {
      const aws = await signedInByTheAwsCli();
      const config = join(aws.sandbox.home, '.aws', 'config');
      const text = readFileSync(config, 'utf8');
      assert.ok(text.includes(from));
      writeFileSync(config, text.replace(from, to));
      await refusesToUse(aws);
    });
  }

  async function refusesToUse(aws: SignedIn): Promise<void> {
    const [calls, before] = [aws.server.calls.length, readFileSync(aws.tokenFile, 'utf8')];
    const result = await aws.sandbox.run(['process', 'prod-readonly']);
    assert.equal(result.status, 4, result.stderr);
    assert.equal(result.stdout, '');
    assert.match(result.stderr, /awscred login acme/);
    assert.deepEqual(aws.server.calls.slice(calls), []);
    assert.equal(readFileSync(aws.tokenFile, 'utf8'), before);
  }
});
