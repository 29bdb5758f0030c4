import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { drive } from '../../support/store/drive.ts';
import { KEYRING_PROGRAMS, KeyringSession } from '../../support/store/keyring-session.ts';
import { needs } from '../../support/process/needs.ts';
import type { DriverReport, DriverStep } from '../../support/store/store-driver.ts';

suite('many processes at one keychain', { skip: needs(...KEYRING_PROGRAMS) }, () => {
  let session: KeyringSession;
  before(async () => {
    session = await KeyringSession.start('unlocked');
  });
  after(async () => await session.stop());

  test('20 processes put, delete and list: nothing is lost, torn or wrong', async () => {
    const reports = await Promise.all(
      Array.from({ length: 20 }, async (_, process) => {
        const key = (item: number): string => `process ${process} item ${item}`;
        const steps: DriverStep[] = [
          { do: 'put', key: key(1), value: `one of ${process}` },
          { do: 'put', key: 'shared', value: `shared ${process}`.padEnd(3000, '.') },
          { do: 'put', key: key(2), value: `two of ${process}` },
          { do: 'delete', key: key(2) },
          { do: 'rows' },
          { do: 'get', key: key(1) },
          { do: 'get', key: key(2) },
        ];
        return await drive(session.environment, steps);
      }),
    );
    for (const [process, { results, warnings }] of reports.entries()) {
      assert.deepEqual(results.map((result) => result.code).filter(Boolean), []);
      assert.equal(results[3]?.value, true);
      assert.equal(results[5]?.value, `one of ${process}`);
      assert.equal(results[6]?.value, null);
      assert.deepEqual(warnings, []);
    }
    const last = await drive(session.environment, [{ do: 'rows' }, { do: 'get', key: 'shared' }]);
    assert.equal(rowsIn(last), 21);
    assert.match(String(last.results[1]?.value), /^shared \d+\.+$/);
  });

  test('60 processes read one item at once, through the turnstile', async () => {
    await drive(session.environment, [{ do: 'put', key: 'read by all', value: 'the secret' }]);
    const reports = await Promise.all(
      Array.from(
        { length: 60 },
        async () => await drive(session.environment, [{ do: 'get', key: 'read by all' }]),
      ),
    );
    assert.deepEqual(
      reports.filter(({ results }) => results[0]?.value !== 'the secret'),
      [],
    );
  });

  test('clear removes what the index has lost, and more than one child takes', async () => {
    const steps = Array.from({ length: 32 }, (_, item): DriverStep => ({
      do: 'put',
      key: `c${item}`,
      value: 'x',
    }));
    const filled = await Promise.all(
      [0, 1, 2, 3].map(async (part) => drive(session.environment, steps.slice(part * 8, part * 8 + 8))),
    );
    assert.deepEqual(filled.flatMap(faultsIn), []);
    const { results } = await drive(session.environment, [
      { do: 'clear' },
      { do: 'get', key: 'c0' },
      { do: 'rows' },
    ]);
    assert.deepEqual(results.map((result) => result.code).filter(Boolean), []);
    assert.ok(Number(results[0]?.value) >= 32);
    assert.equal(results[1]?.value, null);
    assert.deepEqual(results[2]?.value, []);
  });
});

function rowsIn(report: DriverReport): number {
  const rows = report.results[0]?.value;
  return Array.isArray(rows) ? rows.length : -1;
}

function faultsIn({ results, warnings }: DriverReport): readonly unknown[] {
  return [...results.filter((result) => result.code !== undefined), ...warnings];
}
