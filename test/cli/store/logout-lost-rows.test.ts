import assert from 'node:assert/strict';
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { builtInWorld } from '../../../src/dev-server/world/built-in-world.ts';
import { localAws, PRESS_ALLOW, type LocalAws } from '../../support/aws/local-aws.ts';

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

describe('logout where the index has lost rows', () => {
  let aws: LocalAws;
  const KEPT = ['deploy', 'audit', 'next', 'janes', 'prod-readonly'];

  before(async () => {
    const own = role('arn:aws:iam::111122223333:role/Janes', JANE);
    aws = await localAws({
      ...builtInWorld,
      roles: [...builtInWorld.roles, role(NEXT, DEPLOYER), own],
    });
    const profile = (name: string, arn: string, source: string): string =>
      `[profile ${name}]\nregion = eu-west-1\nendpoint_url = ${aws.server.url}\nrole_arn = ${arn}\nsource_profile = ${source}\n`;
    appendFileSync(
      join(aws.sandbox.home, '.aws', 'config'),
      profile('next', NEXT, 'deploy') + profile('janes', 'arn:aws:iam::111122223333:role/Janes', 'jane'),
    );
    assert.equal((await aws.sandbox.run(['login', 'acme'], { env: { BROWSER: PRESS_ALLOW } })).status, 0);
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

  it('an SSO session: what came through it, although the index has lost some, and no role behind keys', async () => {
    const index = join(aws.sandbox.home, '.local', 'state', 'awscred', 'index.json');
    const document = JSON.parse(readFileSync(index, 'utf8')) as { rows: { profile: string | null }[] };
    const kept = document.rows.filter(({ profile }) => !['hub', 'audit'].includes(profile ?? ''));
    writeFileSync(index, JSON.stringify({ ...document, rows: kept }));
    assert.equal((await aws.sandbox.run(['logout', 'acme'])).status, 0);
    const calls = aws.count('AssumeRole');
    for (const name of ['deploy', 'audit', 'next', 'janes']) {
      assert.equal((await aws.sandbox.run(['process', name])).status, 0, name);
    }
    assert.equal(aws.count('AssumeRole'), calls);
    assert.equal((await aws.sandbox.run(['process', 'hub'])).status, 4);
  });
});
