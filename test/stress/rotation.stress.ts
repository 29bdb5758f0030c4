import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { needs } from '../support/needs.ts';
import { botocoreRefresh, makeDue } from '../support/shared-token.ts';
import { crowd, deadline, figure, signIn, stressHome } from '../support/stress-home.ts';

const ROUNDS = 200;
const PROCESSES = 20;
const SECONDS = 120;

describe('rotation', { skip: needs('/usr/bin/python3') }, () => {
  it(`of a refresh token by ${PROCESSES} processes and botocore at once, old ones dead at once`, async () => {
    const aws = await stressHome('keychain');
    const env = { AWSCRED_SSO_CACHE: 'shared' };
    await signIn(aws, env);
    const before = aws.count('CreateToken');
    const lost = { awscred: 0, botocore: 0, botocoreAgain: 0 };
    let rounds = 0;
    for (const isOver = deadline(SECONDS); rounds < ROUNDS && !isOver(); rounds += 1) {
      makeDue(aws.sandbox.home);
      const [theirs, { results }] = await Promise.all([
        botocoreRefresh(aws),
        crowd(PROCESSES, async () => aws.run(['process', 'bastion', '--refresh'], { env })),
      ]);
      const failed = results.filter((result) => result.status !== 0);
      lost.awscred += failed.length;
      lost.botocore += theirs.status === 0 ? 0 : 1;
      lost.botocoreAgain += theirs.status === 0 || (await botocoreRefresh(aws)).status === 0 ? 0 : 1;
      assert.equal(failed[0]?.stderr, undefined, `round ${rounds}`);
    }
    const calls = aws.count('CreateToken') - before;
    figure(
      `rotation: ${rounds} rounds of ${PROCESSES} processes and botocore: ${lost.awscred} sign-ins asked, ` +
        `${lost.botocore} rounds lost by botocore (${lost.botocoreAgain} when run again), ${calls} refresh grants`,
    );
    assert.deepEqual([lost.awscred, lost.botocoreAgain], [0, 0]);
  });
});
