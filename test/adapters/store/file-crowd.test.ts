import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { drive } from '../../support/store/drive.ts';
import { passphraseHome } from '../../support/store/passphrase-home.ts';
import type { DriverReport, DriverStep } from '../../support/store/store-driver.ts';
import { storeWorld } from '../../support/store/store-world.ts';

const PROCESSES = 20;
const ROUNDS = 5;
const options = { options: { store: 'file' } } as const;

suite('many processes at one encrypted file', () => {
  test('20 processes put, read, list and delete while two prune: nothing is lost, torn or wrong', async () => {
    const home = passphraseHome();
    await drive(home, [{ do: 'prepare' }], options);
    const inAnHour = Date.now() + 3_600_000;
    const put = (key: string, value: string): DriverStep => ({ do: 'put', key, value, expiresAt: inAnHour });
    const crowd = Array.from({ length: PROCESSES }, async (_, process) => {
      const steps = Array.from({ length: ROUNDS }, (__, round): readonly DriverStep[] => [
        put(`${process} ${round}`, `value ${process} ${round}`),
        put('shared', `shared ${process}`.padEnd(3000, '.')),
        { do: 'get', key: `${process} ${round}` },
        ...(round % 2 === 1 ? [{ do: 'delete', key: `${process} ${round}` } as const] : []),
      ]);
      return await drive(home, steps.flat(), options);
    });
    const pruners = [0, 1].map(async () =>
      drive(
        home,
        Array.from({ length: 4 }, () => PRUNE),
        options,
      ),
    );
    const reports = await Promise.all([...crowd, ...pruners]);
    assert.deepEqual(reports.flatMap(faultsIn), []);
    const { store } = storeWorld(home, { store: 'file' });
    const survivors = Array.from({ length: PROCESSES }, (_, process) =>
      [0, 2, 4].map((round) => [process, round]),
    ).flat();
    for (const [process, round] of survivors) {
      const value = await store.get({ kind: 'tmp', key: `${process} ${round}` });
      assert.equal(value?.reveal(), `value ${process} ${round}`);
    }
    assert.match((await store.get({ kind: 'tmp', key: 'shared' }))?.reveal() ?? '', /^shared \d+\.+$/);
    assert.equal(store.rows().length, survivors.length + 1);
  });
});

const PRUNE = { do: 'prune' } as const;

function faultsIn({ results, warnings }: DriverReport): readonly unknown[] {
  return [...results.filter((result) => result.code !== undefined), ...warnings];
}
