import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { itemsRead, MONITOR } from '../../support/store/bus-reads.ts';
import { KEYRING_PROGRAMS } from '../../support/store/keyring-session.ts';
import { killedRound } from '../../support/process/killed-holder.ts';
import { keepFirst, manyProfiles } from '../../support/files/many-profiles.ts';
import { localAws, PRESS_ALLOW } from '../../support/aws/local-aws.ts';
import { needs } from '../../support/process/needs.ts';
import { quickVault } from '../../support/store/quick-vault.ts';
import { rotationRound, SHARED } from '../../support/shared-token.ts';
import { crowd, signIn, stressHome } from '../../support/files/stress-home.ts';

/** Smaller forms of what `npm run test:stress` does. */
describe('a holder killed with SIGKILL', () => {
  it('early, midway and late: one after it does the work, and nothing is left', async () => {
    const aws = await stressHome('file');
    await signIn(aws);
    const waiters = 3;
    const { work } = await killedRound(aws, { ms: null, waiters });
    for (const share of [0, 0.4, 0.8]) {
      const round = await killedRound(aws, { ms: share * work, waiters });
      const isLost = round.statuses.every((status) => status === 4);
      if (isLost) {
        // Between the server's answer and our write: the server has ended the old token.
        assert.equal(round.calls.CreateToken > 1, true);
        await signIn(aws);
      } else {
        assert.deepEqual(new Set(round.statuses), new Set([0]), round.stderr);
        assert.ok(round.calls.GetRoleCredentials <= 2 && round.calls.AssumeRole <= 4);
      }
      assert.deepEqual([round.corrupt, round.staleLocks, round.orphans], [0, 0, 0]);
    }
  });
});

describe('a sign-in that AWS has ended', () => {
  it('is found out by one call of each kind, however many start at once without a terminal', async () => {
    const aws = await localAws();
    await quickVault(aws.sandbox);
    const login = await aws.sandbox.run(['login', 'acme'], { env: { BROWSER: PRESS_ALLOW } });
    assert.equal(login.status, 0, login.stderr);
    aws.server.endSessions();
    const seen = aws.server.calls.length;
    const { results } = await crowd(12, async () => aws.sandbox.run(['process', 'prod-readonly']));
    assert.deepEqual(new Set(results.map((result) => result.status)), new Set([4]), results[0]?.stderr);
    const calls = aws.server.calls.slice(seen).map((call) => call.operation);
    assert.deepEqual(calls, ['GetRoleCredentials', 'CreateToken']);
  });
});

describe('rotation', { skip: needs('/usr/bin/python3', ...KEYRING_PROGRAMS) }, () => {
  it('of a refresh token by a few processes and botocore at once, old ones dead at once', async () => {
    const aws = await stressHome('keychain');
    await signIn(aws, SHARED);
    for (let round = 0; round < 3; round += 1) {
      const { failed, botocore } = await rotationRound(aws, 4);
      assert.deepEqual(failed, []);
      assert.equal(botocore.again, false);
    }
  });
});

describe('many profiles', { skip: needs(...KEYRING_PROGRAMS, MONITOR) }, () => {
  it('list reads no keychain item, and a profile reads one', async () => {
    const aws = await stressHome('keychain');
    const text = manyProfiles(200);
    writeFileSync(join(aws.sandbox.home, '.aws/config'), text);
    const [profile = ''] = await keepFirst(aws.sandbox, text, 10);
    assert.equal((await aws.run(['store', 'migrate', '--to', 'keychain'])).status, 0);
    const listed = await itemsRead(aws.env, async () => {
      const { stdout } = await aws.run(['list', '--json']);
      assert.equal(stdout.match(/"expires":"/g)?.length ?? stdout.match(/"expires": "/g)?.length, 10);
    });
    assert.deepEqual(listed, []);
    const read = await itemsRead(aws.env, async () => {
      const { status, stderr } = await aws.run(['process', profile]);
      assert.equal(status, 0, stderr);
    });
    assert.equal(read.length, 1);
    assert.equal(aws.server.calls.length, 0);
  });
});
