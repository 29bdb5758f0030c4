import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { needs } from '../support/process/needs.ts';
import { rotationRound, SHARED } from '../support/shared-token.ts';
import { deadline, figure, signIn, stressHome } from '../support/files/stress-home.ts';

const ROUNDS = 200;
const PROCESSES = 20;
const SECONDS = 120;

describe('rotation', { skip: needs('/usr/bin/python3') }, () => {
  it(`of a refresh token by ${PROCESSES} processes and botocore at once, old ones dead at once`, async () => {
    const aws = await stressHome('keychain');
    await signIn(aws, SHARED);
    const before = aws.count('CreateToken');
    const lost = { awscred: 0, botocore: 0, botocoreAgain: 0 };
    let rounds = 0;
    for (const isOver = deadline(SECONDS); rounds < ROUNDS && !isOver(); rounds += 1) {
      const { failed, botocore } = await rotationRound(aws, PROCESSES);
      lost.awscred += failed.length;
      lost.botocore += botocore.lost ? 1 : 0;
      lost.botocoreAgain += botocore.again ? 1 : 0;
      assert.equal(failed[0], undefined, `round ${rounds}`);
    }
    const calls = aws.count('CreateToken') - before;
    figure(
      `rotation: ${rounds} of ${ROUNDS} rounds of ${PROCESSES} processes and botocore: ` +
        `${lost.awscred} sign-ins asked, ${lost.botocore} rounds lost by botocore ` +
        `(${lost.botocoreAgain} when run again), ${calls} refresh grants`,
    );
    assert.deepEqual([lost.awscred, lost.botocoreAgain], [0, 0]);
  });
});
