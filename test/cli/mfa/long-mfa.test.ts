import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { builtInWorld } from '../../../src/dev-server/world/built-in-world.ts';
import { headlessAws, type HeadlessAws } from '../../support/aws/headless-aws.ts';

const SERIAL = 'arn:aws:iam::777788889999:mfa/ci-user';
const ROLES = 'arn:aws:iam::777788889999:role';
const CI_USER = 'arn:aws:iam::777788889999:user/ci-user';
const HOUR = 3600_000;

function role(name: string, condition: object): object {
  const statement = {
    Effect: 'Allow',
    Principal: { AWS: CI_USER },
    Action: ['sts:AssumeRole'],
    Condition: condition,
  };
  const trust = { Version: '2012-10-17', Statement: [statement] };
  return { arn: `${ROLES}/${name}`, profile: name.toLowerCase(), maxSessionDuration: 43_200, trust };
}

const WORLD = {
  users: builtInWorld.users,
  roles: [
    role('Long', { Bool: { 'aws:MultiFactorAuthPresent': 'true' } }),
    role('Recent', { NumericLessThan: { 'aws:MultiFactorAuthAge': '3600' } }),
  ],
};

describe('a code in a role that lasts, and in one that wants it young', () => {
  let aws: HeadlessAws;

  before(async () => {
    aws = await headlessAws(WORLD);
    const profile = (name: string, ...lines: readonly string[]): string =>
      [`[profile ${name}]`, 'region = eu-west-1', `endpoint_url = ${aws.server.url}`, ...lines, ''].join(
        '\n',
      );
    const behind = ['source_profile = ci-user', `mfa_serial = ${SERIAL}`];
    aws.sandbox.append(
      '.aws/config',
      [
        profile('half-day', `role_arn = ${ROLES}/Long`, ...behind, 'duration_seconds = 43200'),
        profile('plain', `role_arn = ${ROLES}/Long`, ...behind),
        profile('young', `role_arn = ${ROLES}/Recent`, ...behind),
        profile(
          'wrong-serial',
          `role_arn = ${ROLES}/Long`,
          'source_profile = ci-user',
          `mfa_serial = ${SERIAL}-2`,
        ),
      ].join('\n'),
    );
  });

  const code = (): string => aws.server.mfaCode(SERIAL);
  const soon = (): void => aws.server.moveClock(30_000);

  async function lifeOf(args: readonly string[]): Promise<number> {
    const result = await aws.sandbox.run(['process', ...args]);
    assert.equal(result.status, 0, result.stderr);
    return Date.parse((JSON.parse(result.stdout) as { Expiration: string }).Expiration) - Date.now();
  }

  it('twelve hours: the code goes into AssumeRole itself, and no session is made', async () => {
    const life = await lifeOf(['half-day', '-t', code()]);
    assert.ok(life > 11.5 * HOUR, String(life));
    assert.deepEqual([aws.count('GetSessionToken'), aws.count('AssumeRole')], [0, 1]);
    const text = (await aws.sandbox.run(['explain', 'half-day'])).stdout;
    assert.match(text, /takes its MFA code itself: AWS caps a role behind an MFA session at one hour \(role/);
    assert.match(text, /-d 1h uses one code for many roles again/);
    assert.doesNotMatch((await aws.sandbox.run(['explain', 'plain'])).stdout, /takes its MFA code itself/);
    soon();
  });

  it('the way out without a terminal names the duration, and a sign-in with it serves', async () => {
    const refused = await aws.sandbox.run(['process', 'plain', '-d', '4h']);
    assert.equal(refused.status, 4);
    assert.match(refused.stderr, /`awscred login plain -d 4h`/);
    assert.match((await aws.sandbox.run(['process', 'plain'])).stderr, /`awscred login plain`/);
    const signedIn = await aws.sandbox.run(['login', 'plain', '-d', '4h', '-t', code()]);
    assert.equal(signedIn.status, 0, signedIn.stderr);
    assert.ok((await lifeOf(['plain', '-d', '4h'])) > 3.5 * HOUR);
    assert.equal(aws.count('GetSessionToken'), 0);
    soon();
  });

  it('-d 1h goes back to one code for many, and is not more than an hour', async () => {
    const life = await lifeOf(['half-day', '-d', '1h', '-t', code()]);
    assert.ok(life <= HOUR, String(life));
    assert.equal(aws.count('GetSessionToken'), 1);
    await lifeOf(['plain']);
    assert.equal(aws.count('GetSessionToken'), 1);
    soon();
  });

  it('a code that is given is sent, whatever is kept', async () => {
    await lifeOf(['plain', '-t', code()]);
    assert.equal(aws.count('GetSessionToken'), 2);
    soon();
    const wrong = await aws.sandbox.run(['process', 'plain', '-t', '000000']);
    assert.equal(wrong.status, 3, wrong.stderr);
  });

  it('a kept session that is too old for a role: its age is named first, and a given code gets in', async () => {
    aws.server.moveClock(2 * HOUR);
    const refused = await aws.sandbox.run(['process', 'young']);
    assert.equal(refused.status, 3);
    assert.match(refused.stderr, /^ {2}likely {2}1 {2}the MFA session is \S+ old.*aws:MultiFactorAuthAge/m);
    assert.match(refused.stderr, /hint: .*`?awscred login young`?, or add -t CODE; --no-mfa-session/);
    const made = (): number =>
      aws.server.calls.filter(({ operation, status }) => operation === 'GetSessionToken' && status === 200)
        .length;
    const sessions = made();
    await lifeOf(['young', '-t', code()]);
    assert.equal(made(), sessions + 1);
    soon();
  });

  it('a code may have blanks in it; what is none is said before anything is asked', async () => {
    const digits = code();
    const spaced = await aws.sandbox.run([
      'process',
      'plain',
      '-t',
      `${digits.slice(0, 3)} ${digits.slice(3)}`,
    ]);
    assert.equal(spaced.status, 0, spaced.stderr);
    const calls = aws.server.calls.length;
    for (const bad of ['98765', '9876543', 'abcdef', '987-654', '98765６']) {
      const refused = await aws.sandbox.run(['process', 'plain', '-t', bad]);
      assert.equal(refused.status, 2, bad);
      assert.match(refused.stderr, /six digits of an MFA code, such as 123456/);
      assert.ok(!refused.stderr.includes(bad));
    }
    assert.equal(aws.server.calls.length, calls);
    soon();
  });

  it('a serial that is not of this user: said so', async () => {
    const refused = await aws.sandbox.run(['process', 'wrong-serial', '-t', '123456']);
    assert.equal(refused.status, 3);
    assert.match(refused.stderr, /the MFA device does not belong to this user \(AccessDenied\)/);
    assert.match(
      refused.stderr,
      /AWS says: "MultiFactorAuthentication failed, unable to validate MFA code\./,
    );
  });
});
