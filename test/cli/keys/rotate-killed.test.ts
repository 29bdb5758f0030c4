import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { CI, RotatingHome } from '../../support/aws/rotating-home.ts';
import { finished } from '../../support/sandbox.ts';
import { until } from '../../support/process/until.ts';

/** Kills `keys rotate` while a call hangs, or after it was done and before its answer comes. */
async function killedAt(home: RotatingHome, operation: string, when: 'before' | 'after'): Promise<void> {
  // The first GetCallerIdentity is the beginning's; the ones that prove come with the new key.
  const skip = operation === 'GetCallerIdentity' ? 2 : 0;
  home.server.delayNewKeys(skip > 0 ? 1500 : 0);
  const seen = home.server.count({ operation }) + skip;
  const how = when === 'before' ? ({ kind: 'hang' } as const) : ({ kind: 'slow', delayMs: 20_000 } as const);
  if (skip === 0) {
    home.server.fail({ operation, how });
  }
  const child = home.start(['keys', 'rotate', 'ci']);
  const ended = finished(child, { timeoutMs: 60_000 });
  if (skip > 0) {
    await until(() => home.server.count({ operation }) >= seen);
    home.server.fail({ operation, how });
  }
  await until(() => home.server.count({ operation }) > seen);
  child.kill('SIGKILL');
  await ended;
  home.server.heal();
}

describe('keys rotate, killed at each call', () => {
  const CALLS = [
    'ListAccessKeys',
    'CreateAccessKey',
    'GetCallerIdentity',
    'UpdateAccessKey',
    'DeleteAccessKey',
  ];
  for (const operation of CALLS) {
    for (const when of ['before', 'after'] as const) {
      for (const way of ['--resume', '--rollback'] as const) {
        it(`${when} ${operation}, then ${way}`, async () => {
          const home = await RotatingHome.withKey();
          await killedAt(home, operation, when);
          // A key that works is in the store at once, and never are there more than two.
          await home.working();
          assert.ok((await home.keys()).length <= 2);
          const open = home.journals.length > 0;
          const { status, stderr } = await home.run(['keys', 'rotate', 'ci', ...(open ? [way] : [])]);
          const tooLate = way === '--rollback' && status === 2 && /deleted already/.test(stderr);
          assert.ok(status === 0 || tooLate, stderr);
          if (tooLate) {
            await home.ok(['keys', 'rotate', 'ci', '--resume']);
          }
          const id = await home.settled();
          assert.equal(id === CI[0], open && way === '--rollback' && !tooLate);
        });
      }
    }
  }
});
