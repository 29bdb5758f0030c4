import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { builtInWorld } from '../../../src/dev-server/world/built-in-world.ts';
import { ALLOW, headlessAws, type HeadlessAws } from '../../support/aws/headless-aws.ts';

const SERIAL = 'arn:aws:iam::777788889999:mfa/ci-user';
const DEPLOYER = 'arn:aws:iam::777788889999:role/Deployer';
const HOUR = 3600_000;

interface Answer {
  readonly AccessKeyId: string;
  readonly SessionToken?: string;
  readonly Expiration?: string;
}

describe('what a profile may ask for', () => {
  let aws: HeadlessAws;

  before(async () => {
    aws = await headlessAws();
    const profile = (name: string, ...lines: readonly string[]): string =>
      [`[profile ${name}]`, 'region = eu-west-1', `endpoint_url = ${aws.server.url}`, ...lines, ''].join(
        '\n',
      );
    const [user] = builtInWorld.users;
    const keys = [
      `aws_access_key_id = ${user?.accessKeyId}`,
      `aws_secret_access_key = ${user?.secretAccessKey}`,
    ];
    aws.sandbox.append(
      '.aws/config',
      [
        profile('own-mfa', ...keys, `mfa_serial = ${SERIAL}`),
        profile(
          'itself',
          `role_arn = ${DEPLOYER}`,
          'source_profile = itself',
          `mfa_serial = ${SERIAL}`,
          ...keys,
        ),
        profile(
          'named-session',
          'role_arn = arn:aws:iam::444455556666:role/ReadOnly',
          'source_profile = hub',
          'role_session_name = ops@example.com',
        ),
      ].join('\n'),
    );
    assert.equal((await aws.sandbox.run(['login', 'acme'], { env: { BROWSER: ALLOW } })).status, 0);
  });

  const code = (): string => aws.server.mfaCode(SERIAL);

  async function answer(args: readonly string[]): Promise<Answer> {
    const result = await aws.sandbox.run(['process', ...args]);
    assert.equal(result.status, 0, result.stderr);
    assert.equal(result.stderr, '');
    return JSON.parse(result.stdout) as Answer;
  }

  it('two hours on a chained role are asked as one, and explain says so', async () => {
    const { Expiration } = await answer(['prod-admin']);
    const left = Date.parse(Expiration ?? '') - Date.now();
    assert.ok(left > 0.9 * HOUR && left <= HOUR, String(left));
    const refusals = aws.server.calls.filter(
      (call) => call.operation === 'AssumeRole' && call.status !== 200,
    );
    assert.deepEqual(refusals, []);
    const text = await aws.sandbox.run(['explain', 'prod-admin']);
    assert.match(text.stdout, /asks 1h, not 2h: role chaining caps it at one hour/);
  });

  it('an external id is sent: the role that wants it is granted', async () => {
    const who = await aws.sandbox.run(['whoami', 'prod-admin']);
    assert.equal(who.stdout, 'arn:aws:sts::444455556666:assumed-role/Admin/awscred-jane\n');
  });

  it('a session name, from the profile and from the option', async () => {
    const own = await aws.sandbox.run(['whoami', 'named-session']);
    assert.match(own.stdout, /assumed-role\/ReadOnly\/ops@example\.com\n$/);
    const option = await aws.sandbox.run(['whoami', 'named-session', '--session-name', 'ticket-42']);
    assert.match(option.stdout, /assumed-role\/ReadOnly\/ticket-42\n$/);
  });

  it('stored keys with mfa_serial, asked for themselves: a session with the code, kept', async () => {
    const bare = await aws.sandbox.run(['process', 'own-mfa']);
    assert.equal(bare.status, 4, bare.stderr);
    const first = await answer(['own-mfa', '-t', code()]);
    assert.match(first.AccessKeyId, /^ASIA/);
    assert.notEqual(first.SessionToken, undefined);
    const left = Date.parse(first.Expiration ?? '') - Date.now();
    assert.ok(left > 11.9 * HOUR && left <= 12 * HOUR, String(left));
    assert.deepEqual(await answer(['own-mfa']), first);
    assert.equal(aws.count('GetSessionToken'), 1);
  });

  it('stored keys as they are: no token and no expiry', async () => {
    assert.deepEqual(Object.keys(await answer(['ci-user'])).sort(), [
      'AccessKeyId',
      'SecretAccessKey',
      'Version',
    ]);
  });

  it('a role that names itself as its source uses its own keys, with the code', async () => {
    // The same keys and the same device as above: that session serves here too.
    const { AccessKeyId } = await answer(['itself', '-t', code()]);
    assert.match(AccessKeyId, /^ASIA/);
    const who = await aws.sandbox.run(['whoami', 'itself']);
    assert.match(who.stdout, /assumed-role\/Deployer\/awscred-jane\n$/);
  });

  it('--no-mfa-session sends the code with AssumeRole itself', async () => {
    const sessions = aws.count('GetSessionToken');
    const roles = aws.count('AssumeRole');
    aws.server.moveClock(60_000);
    await answer(['deploy', '--no-mfa-session', '-t', code()]);
    assert.equal(aws.count('GetSessionToken'), sessions);
    assert.equal(aws.count('AssumeRole'), roles + 1);
    const setting = await aws.sandbox.run(['explain', 'deploy'], { env: { AWSCRED_MFA_SESSION: 'false' } });
    assert.equal(setting.status, 0, setting.stderr);
    assert.doesNotMatch(setting.stdout, /GetSessionToken/);
  });
});
