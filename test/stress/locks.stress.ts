import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { takenAtOnce } from '../support/locks/at-once.ts';
import { LOCK_KINDS } from '../support/locks/kinds.ts';
import { killHolders } from '../support/locks/killed-holders.ts';
import { deadline, figure } from '../support/files/stress-home.ts';
import { tempFolder } from '../support/files/temp-folder.ts';

const KILLS = 200;
const WAITERS = 8;
const ROUNDS = 1000;

suite('the lock of a holder that is gone', () => {
  for (const kind of [...LOCK_KINDS, LOCK_KINDS]) {
    test(`killed, ${String(kind)}`, async () => {
      const options = { folder: tempFolder(), kind, kills: KILLS, waiters: WAITERS, isOver: deadline(45) };
      const { turns, beside, failures, takeovers } = await killHolders(options);
      const [middle, most] = [takeovers[takeovers.length >> 1] ?? 0, takeovers.at(-1) ?? 0];
      figure(
        `${String(kind)}: ${takeovers.length} killed, ${WAITERS} waiters each: exactly one took over in all but ${beside}; ` +
          `after ${middle.toFixed(0)} ms (median), ${most.toFixed(0)} ms (longest)`,
      );
      assert.deepEqual([turns, beside, failures], [takeovers.length + WAITERS + 1, 0, []]);
    });
  }

  for (const kind of LOCK_KINDS) {
    test(`wanted by four at one instant, ${kind}`, async () => {
      const counts = await takenAtOnce(tempFolder(), { kind, rounds: ROUNDS });
      const wrong = counts.filter((count) => count !== 1);
      figure(`${kind}: ${ROUNDS} wanted by four at one instant: one got it in all but ${wrong.length}`);
      assert.deepEqual(wrong, []);
    });
  }
});
