import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { takenAtOnce } from '../../support/locks/at-once.ts';
import { LOCK_KINDS } from '../../support/locks/kinds.ts';
import { killHolders } from '../../support/locks/killed-holders.ts';
import { tempFolder } from '../../support/files/temp-folder.ts';

const KILLS = 10;
const WAITERS = 8;

suite("a dead holder's lock, where some waiters have the system's locks and others not", () => {
  test(`is taken over by exactly one of ${WAITERS}, ${KILLS} times`, async () => {
    const result = await killHolders({
      folder: tempFolder(),
      kind: LOCK_KINDS,
      kills: KILLS,
      waiters: WAITERS,
    });
    assert.deepEqual([result.turns, result.beside, result.failures], [KILLS + WAITERS + 1, 0, []]);
  });
});

for (const kind of LOCK_KINDS) {
  suite(`a dead holder's lock (${kind})`, () => {
    test(`is taken over by exactly one of ${WAITERS} who wait, ${KILLS} times`, async () => {
      const result = await killHolders({ folder: tempFolder(), kind, kills: KILLS, waiters: WAITERS });
      assert.deepEqual([result.turns, result.beside, result.failures], [KILLS + WAITERS + 1, 0, []]);
    });

    test('is taken over by exactly one of four who try at one instant', async () => {
      const counts = await takenAtOnce(tempFolder(), { kind, rounds: 100 });
      assert.deepEqual(
        counts.filter((count) => count !== 1),
        [],
      );
    });
  });
}
