import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { ALLOW, headlessAws, type HeadlessAws } from '../../support/aws/headless-aws.ts';

describe('the main job: SSO → role → role', () => {
  let aws: HeadlessAws;

  before(async () => {
    aws = await headlessAws();
  });

  it('without a terminal and without a sign-in is exit 4 with the command to type, in each shell a statement that fails, in formats nothing', async () => {
    const refused = await aws.sandbox.run(['process', 'prod-readonly']);
    assert.equal(refused.status, 4);
    assert.equal(refused.stdout, '');
    assert.match(refused.stderr, /awscred login acme/);
    const posix = await aws.sandbox.run(['assume', 'prod-readonly', '-o', 'posix']);
    assert.equal(posix.stdout.trim(), '(exit 4);');
    const fish = await aws.sandbox.run(['assume', 'prod-readonly', '-o', 'fish']);
    assert.equal(fish.stdout, "sh -c 'exit 4';\n");
    for (const format of ['json', 'dotenv', 'ini', 'process', 'cmd', 'nushell', 'xonsh']) {
      assert.equal((await aws.sandbox.run(['assume', 'prod-readonly', '-o', format])).stdout, '', format);
    }
    assert.equal(aws.count('AssumeRole'), 0);
  });

  it('signs in with PKCE through $BROWSER', async () => {
    const result = await aws.sandbox.run(['login', 'acme'], { env: { BROWSER: ALLOW } });
    assert.equal(result.status, 0, result.stderr);
    assert.equal(result.stdout, '');
    assert.match(result.stderr, /signed in to acme/);
  });

  it('process answers with credentials of the role', async () => {
    const result = await aws.sandbox.run(['process', 'prod-readonly']);
    assert.equal(result.status, 0, result.stderr);
    const answer = JSON.parse(result.stdout) as Record<string, unknown>;
    assert.equal(answer['Version'], 1);
    assert.match(String(answer['AccessKeyId']), /^ASIA/);
    assert.match(String(answer['Expiration']), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    assert.equal(result.stderr, '');
    const who = await aws.sandbox.run(['whoami', 'prod-readonly']);
    assert.match(who.stdout, /^arn:aws:sts::444455556666:assumed-role\/ReadOnly\/awscred-jane\n$/);
  });

  it('answers again from the store: no call, the same keys', async () => {
    const calls = aws.server.calls.length;
    const once = await aws.sandbox.run(['process', 'prod-readonly']);
    const again = await aws.sandbox.run(['process', 'prod-readonly']);
    assert.equal(once.stdout, again.stdout);
    assert.equal(aws.server.calls.length, calls);
  });

  it('asks one GetRoleCredentials and one AssumeRole a hop; a second role behind the hub costs one more', async () => {
    assert.equal(aws.count('GetRoleCredentials'), 1);
    assert.equal(aws.count('AssumeRole'), 2);
    const admin = await aws.sandbox.run(['process', 'prod-admin']);
    assert.equal(admin.status, 0, admin.stderr);
    assert.equal(aws.count('AssumeRole'), 3);
    assert.equal(aws.count('GetRoleCredentials'), 1);
  });

  it('explains offline what it would do, and list shows what is left', async () => {
    const calls = aws.server.calls.length;
    const text = await aws.sandbox.run(['explain', 'prod-admin']);
    assert.equal(text.status, 0, text.stderr);
    assert.match(text.stdout, /asks 1h, not 2h: role chaining caps it at one hour/);
    assert.match(text.stdout, /external_id = vendor-42/);
    const explained = await aws.sandbox.run(['explain', 'prod-admin', '--json']);
    const plan = JSON.parse(explained.stdout) as {
      steps: { kind: string; asks: number | null; cached: unknown }[];
    };
    assert.deepEqual(
      plan.steps.map((step) => step.kind),
      ['sso', 'assume-role', 'assume-role'],
    );
    assert.equal(plan.steps[2]?.asks, 3600);
    assert.notEqual(plan.steps[2]?.cached, null);
    const listed = await aws.sandbox.run(['list', '--json']);
    const { profiles } = JSON.parse(listed.stdout) as {
      profiles: { profile: string; expires: string | null }[];
    };
    assert.notEqual(profiles.find((row) => row.profile === 'prod-readonly')?.expires, null);
    assert.equal(aws.server.calls.length, calls);
  });

  it('logout revokes, forgets, and is no error twice', async () => {
    const out = await aws.sandbox.run(['logout', 'acme']);
    assert.equal(out.status, 0, out.stderr);
    assert.equal(aws.count('Logout'), 1);
    assert.match(out.stderr, /^awscred: signed out of acme; \d temporary credentials forgotten$/m);
    const after = await aws.sandbox.run(['process', 'prod-readonly']);
    assert.equal(after.status, 4);
    assert.equal((await aws.sandbox.run(['logout', 'acme'])).status, 0);
  });
});
