import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { builtInWorld } from '../../../src/dev-server/world/built-in-world.ts';
import { ALLOW, headlessAws, type HeadlessAws } from '../../support/aws/headless-aws.ts';

const SERIAL = 'arn:aws:iam::777788889999:mfa/ci-user';
const NEXT = 'arn:aws:iam::777788889999:role/Next';
const DEPLOYER = 'arn:aws:iam::777788889999:role/Deployer';
const JANE = 'arn:aws:iam::111122223333:user/jane';

const role = (arn: string, principal: string): object => ({
  arn,
  trust: {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { AWS: principal }, Action: ['sts:AssumeRole'] }],
  },
});

describe('logout forgets what came of one sign-in, and that alone', () => {
  let aws: HeadlessAws;
  const KEPT = ['deploy', 'audit', 'next', 'janes', 'prod-readonly'];

  before(async () => {
    const own = role('arn:aws:iam::111122223333:role/Janes', JANE);
    aws = await headlessAws({
      ...builtInWorld,
      roles: [...builtInWorld.roles, role(NEXT, DEPLOYER), own],
    });
    const profile = (name: string, arn: string, source: string): string =>
      `[profile ${name}]\nregion = eu-west-1\nendpoint_url = ${aws.server.url}\nrole_arn = ${arn}\nsource_profile = ${source}\n`;
    aws.sandbox.append(
      '.aws/config',
      profile('next', NEXT, 'deploy') + profile('janes', 'arn:aws:iam::111122223333:role/Janes', 'jane'),
    );
    assert.equal((await aws.sandbox.run(['login', 'acme'], { env: { BROWSER: ALLOW } })).status, 0);
    await all();
  });

  async function all(): Promise<void> {
    aws.server.moveClock(30_000);
    const first = await aws.sandbox.run(['process', 'deploy', '-t', aws.server.mfaCode(SERIAL)]);
    assert.equal(first.status, 0, first.stderr);
    for (const name of KEPT.slice(1)) {
      const result = await aws.sandbox.run(['process', name]);
      assert.equal(result.status, 0, `${name}: ${result.stderr}`);
    }
  }

  async function left(): Promise<readonly string[]> {
    const { stdout } = await aws.sandbox.run(['list', '--json']);
    const { profiles } = JSON.parse(stdout) as {
      profiles: { profile: string; expires: string | null }[];
    };
    return profiles
      .filter(({ profile, expires }) => expires !== null && KEPT.includes(profile))
      .map(({ profile }) => profile)
      .sort();
  }

  it('an MFA sign-in: every role of the device and behind it, whichever profile is named', async () => {
    assert.equal((await left()).length, KEPT.length);
    for (const name of ['audit', 'next']) {
      const out = await aws.sandbox.run(['logout', name]);
      assert.equal(out.status, 0, out.stderr);
      assert.match(out.stderr, new RegExp(`^awscred: ${name}: [2-9] temporary credentials forgotten$`, 'm'));
      assert.deepEqual(await left(), ['janes', 'prod-readonly'], name);
      assert.equal((await aws.sandbox.run(['process', 'deploy'])).status, 4);
      await all();
    }
  });

  it('a sign-in with a code says so', async () => {
    aws.server.moveClock(30_000);
    const code = aws.server.mfaCode(SERIAL);
    const { status, stdout, stderr } = await aws.sandbox.run(['login', 'deploy', '-t', code]);
    assert.deepEqual([status, stdout], [0, ''], stderr);
    assert.match(stderr, /^awscred: deploy is signed in until /m);
    await all();
  });

  it('a profile of keys and roles alone: what was obtained, too', async () => {
    const result = await aws.sandbox.run(['logout', 'janes']);
    assert.equal(result.status, 0, result.stderr);
    assert.deepEqual(await left(), ['audit', 'deploy', 'next', 'prod-readonly']);
    await all();
  });
});
