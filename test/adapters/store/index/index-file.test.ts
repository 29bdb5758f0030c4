import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { drive } from '../../../support/store/drive.ts';
import { needs } from '../../../support/process/needs.ts';
import { passphraseHome } from '../../../support/store/passphrase-home.ts';
import { facts, reportInto, storeWorld } from '../../../support/store/store-world.ts';
import { tempFolder } from '../../../support/files/temp-folder.ts';
import { IndexFile } from '../../../../src/adapters/store/index/index-file.ts';
import type { IndexRow } from '../../../../src/adapters/store/index/index-rows.ts';

const row = (digit: string): IndexRow => ({
  ...facts({ label: `row ${digit}` }),
  kind: 'tmp',
  account: `v1.tmp.${digit.repeat(32)}`,
  store: 'keychain',
  runtime: null,
});
const labels = (index: IndexFile): readonly string[] => index.rows().map((each) => each.label);

function indexIn(folder: string): { index: IndexFile; warnings: string[] } {
  const warnings: string[] = [];
  const { locks } = storeWorld({ HOME: tempFolder() });
  return { index: new IndexFile(folder, locks, reportInto(warnings)), warnings };
}

suite('the index', () => {
  test('damaged in any way is empty, and is overwritten by the next row', async () => {
    const folder = tempFolder();
    const path = join(folder, 'index.json');
    const { index, warnings } = indexIn(folder);
    const plants = [
      () => writeFileSync(path, ''),
      () => writeFileSync(path, '{"version":1,"rows":[{"acc'),
      () => writeFileSync(path, Buffer.from([0xff, 0, 0xfe])),
      () => writeFileSync(path, '[]'),
      () => writeFileSync(path, '{"rows":[null,1,{},{"account":7},{"account":"../../x","kind":"tmp"}]}'),
      () => symlinkSync('/etc/passwd', path),
      () => symlinkSync(join(folder, 'nowhere'), path),
      () => spawnSync('mkfifo', [path]),
    ];
    for (const plant of plants) {
      rmSync(path, { force: true });
      plant();
      assert.deepEqual(labels(index), []);
      await index.add(row('a'));
      assert.deepEqual(labels(index), ['row a']);
    }
    assert.deepEqual(warnings, []);
  });

  test('rules out an item that has ended or is older than wanted, and none that it is not sure of', async () => {
    const { index } = indexIn(tempFolder());
    const kept = { ...row('a'), savedAt: 1000, expiresAt: 9000 };
    await index.addAll([kept, { ...kept, account: row('b').account, expiresAt: null }]);
    const cases = [
      [kept.account, 'keychain', { savedFrom: 0, endsAfter: 8999 }, false],
      [kept.account, 'keychain', { savedFrom: 0, endsAfter: 9000 }, true],
      [kept.account, 'keychain', { savedFrom: 1001, endsAfter: 0 }, true],
      [kept.account, 'keychain', { savedFrom: 1000, endsAfter: 0 }, false],
      [kept.account, 'file', { savedFrom: 1001, endsAfter: 0 }, false],
      [row('b').account, 'keychain', { savedFrom: 0, endsAfter: 1e15 }, false],
      [row('c').account, 'keychain', { savedFrom: 0, endsAfter: 0 }, false],
    ] as const;
    for (const [account, store, wanted, isRuledOut] of cases) {
      assert.equal(
        index.rulesOut(account, store, wanted),
        isRuledOut,
        JSON.stringify([account, store, wanted]),
      );
    }
  });

  test('keeps what a later version has written into it', async () => {
    const folder = tempFolder();
    const path = join(folder, 'index.json');
    const later = { account: 'v2.new.1', kind: 'new', color: 'red' };
    writeFileSync(path, JSON.stringify({ version: 2, rows: [later, { ...row('a'), extra: 1 }] }), {
      mode: 0o600,
    });
    const { index } = indexIn(folder);
    assert.deepEqual(labels(index), ['row a']);
    await index.add(row('b'));
    await index.add({ ...row('a'), label: 'again' });
    const { rows } = JSON.parse(readFileSync(path, 'utf8')) as { rows: Record<string, unknown>[] };
    assert.deepEqual(rows[0], later);
    assert.equal(rows[1]?.['extra'], 1);
    assert.deepEqual(labels(index), ['again', 'row b']);
  });

  test('does not remove a row that has been written anew since', async () => {
    const { index } = indexIn(tempFolder());
    await index.add(row('a'));
    const before = index.rows();
    await index.add({ ...row('a'), savedAt: facts().savedAt + 1 });
    await index.remove(before);
    assert.deepEqual(labels(index), ['row a']);
    await index.remove(index.rows());
    assert.deepEqual(labels(index), []);
  });

  test('of a folder that others own or can write is not believed, and it is named once per text', async () => {
    const base = tempFolder();
    const folder = join(base, 'state');
    mkdirSync(folder);
    const { index, warnings } = indexIn(folder);
    await index.add(row('a'));
    chmodSync(folder, 0o777);
    assert.deepEqual(labels(index), []);
    await index.add(row('b'));
    assert.equal(warnings.length, 1);
    assert.ok(warnings[0]?.includes(`${folder} can be written by other users`));
    chmodSync(folder, 0o700);
    assert.deepEqual(labels(index), ['row a']);
    if (process.geteuid?.() === 0) {
      chownSync(folder, 65_534, 65_534);
      assert.deepEqual(labels(index), []);
    }
  });

  test('lost, it comes back row by row as items are read', async () => {
    const home = passphraseHome();
    const steps = ['a', 'b'].map((key) => ({ do: 'put', key, value: 'x' }) as const);
    const file = { options: { store: 'file' } } as const;
    await drive(home, steps, file);
    rmSync(join(home['HOME'] ?? '', '.local/state/awscred/index.json'));
    const report = await drive(
      home,
      [{ do: 'rows' }, { do: 'get', key: 'a' }, { do: 'rows' }, { do: 'clear' }],
      file,
    );
    assert.deepEqual(report.results[0]?.value, []);
    assert.equal(report.results[1]?.value, 'x');
    assert.equal(Array.isArray(report.results[2]?.value) && report.results[2].value.length, 1);
    assert.equal(report.results[3]?.value, 2, 'clear finds what the index has lost');
  });
});

const asRoot = process.geteuid?.() === 0 ? needs('setpriv') : 'becoming another user takes root';

suite('a home that cannot be written', { skip: asRoot }, () => {
  test('still serves what was kept, and names itself once when something new cannot be', async () => {
    const home = passphraseHome();
    const file = { options: { store: 'file' } } as const;
    await drive(home, [{ do: 'put', key: 'a', value: 'x' }], file);
    spawnSync('chown', ['-R', '65534:65534', home['HOME'] ?? '']);
    spawnSync('chmod', ['-R', 'a-w', home['HOME'] ?? '']);
    const through = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'];
    const shared = tempFolder();
    chmodSync(shared, 0o1777);
    const report = await drive(
      { ...home, TEST_TMP: shared },
      [{ do: 'get', key: 'a' }, { do: 'prepare' }, { do: 'put', key: 'b', value: 'y' }, { do: 'rows' }],
      { ...file, through },
    );
    const [got, prepared, put, rows] = report.results;
    assert.equal(got?.value, 'x');
    assert.equal(prepared?.code, undefined);
    assert.equal(put?.code, 'STORE');
    assert.match(put?.message ?? '', /cannot write .*permission denied/);
    assert.equal(Array.isArray(rows?.value) && rows.value.length, 1);
    assert.deepEqual(report.warnings, []);
  });

  test('an item that found its keychain but not its index is one warning', async () => {
    const folder = tempFolder();
    chmodSync(folder, 0o755);
    const { index, warnings } = indexIn(join(folder, 'absent/state'));
    spawnSync('chmod', ['a-w', folder]);
    process.seteuid?.(65_534);
    try {
      await index.add(row('a'));
      await index.restore(row('a'));
    } finally {
      process.seteuid?.(0);
    }
    assert.equal(warnings.length, 1);
    assert.match(warnings[0] ?? '', /permission denied/);
  });
});
