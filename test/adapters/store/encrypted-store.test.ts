import assert from 'node:assert/strict';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { accountOf } from '../../../src/adapters/store/item.ts';
import { AwscredError } from '../../../src/errors.ts';
import type { ItemId } from '../../../src/ports/store/store.ts';
import { drive } from '../../support/store/drive.ts';
import { passphraseHome } from '../../support/store/passphrase-home.ts';
import { facts, secretOf, storeWorld, type StoreWorld } from '../../support/store/store-world.ts';

const id: ItemId = { kind: 'tmp', key: 'a' };
const other: ItemId = { kind: 'tmp', key: 'b' };
const totp: ItemId = { kind: 'totp', key: 'jane' };
const SECRET = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';

const world = (home: Record<string, string>): StoreWorld => storeWorld(home, { store: 'file' });
const folderOf = (home: Record<string, string>): string =>
  join(home['HOME'] ?? '', '.local/state/awscred/store');
const isCode = (code: string) => (error: unknown) => error instanceof AwscredError && error.code === code;

suite('the encrypted store', () => {
  test('keeps the secret in no file, all files 0600 and folders 0700', async () => {
    const home = passphraseHome();
    await world(home).store.put(id, secretOf(SECRET), facts());
    const state = join(home['HOME'] ?? '', '.local/state/awscred');
    for (const name of readdirSync(state, { recursive: true }).map(String)) {
      const path = join(state, name);
      const stats = statSync(path);
      assert.equal(stats.mode & 0o777, stats.isDirectory() ? 0o700 : 0o600, name);
      if (stats.isFile()) {
        const text = readFileSync(path, 'latin1');
        assert.equal(
          text.includes(SECRET) || text.includes(Buffer.from(SECRET).toString('base64')),
          false,
          name,
        );
      }
    }
    assert.equal((await world(home).store.get(id))?.reveal(), SECRET);
  });

  test('derives no key, and needs no passphrase, where there is nothing to open', async () => {
    const home = passphraseHome();
    await world(home).store.put(id, secretOf(SECRET), facts());
    rmSync(home['AWSCRED_PASSPHRASE_FILE'] ?? '');
    const { store } = world(home);
    assert.equal(await store.get(other), null);
    assert.equal(store.rows().length, 1);
    assert.equal(await store.remove(store.rows(), ['tmp']), 1);
    assert.equal(await store.get(id), null);
  });

  test('a wrong, missing, empty or open passphrase file is BAD_PASSPHRASE, and is named', async () => {
    const home = passphraseHome();
    await world(home).store.put(id, secretOf(SECRET), facts());
    const file = home['AWSCRED_PASSPHRASE_FILE'] ?? '';
    const spoil: readonly [RegExp, () => void][] = [
      [/wrong passphrase for the encrypted store/, () => writeFileSync(file, 'wrong horse')],
      [/is empty/, () => writeFileSync(file, '\n')],
      [/can be read by other users/, () => chmodSync(file, 0o640)],
      [/does not exist/, () => rmSync(file)],
    ];
    for (const [words, action] of spoil) {
      action();
      for (const use of ['get', 'prepare'] as const) {
        await assert.rejects(
          async () => (use === 'get' ? await world(home).store.get(id) : await world(home).store.prepare()),
          (error: unknown) => isCode('BAD_PASSPHRASE')(error) && words.test(String(error)),
        );
      }
    }
    writeFileSync(file, 'x', { mode: 0o644 });
    await assert.rejects(world(home).store.get(id), (error: unknown) => {
      assert.ok(error instanceof AwscredError);
      assert.deepEqual(error.hints, [`chmod 600 ${file}`]);
      return true;
    });
    writeFileSync(file, 'correct horse\r\n');
    chmodSync(file, 0o600);
    assert.equal((await world(home).store.get(id))?.reveal(), SECRET);
  });

  test('an entry put in another one’s place, or damaged, does not open: a cache is asked anew, a seed is an error', async () => {
    const home = passphraseHome();
    const { store } = world(home);
    await store.put(id, secretOf(SECRET), facts());
    await store.put(other, secretOf('other'), facts());
    await store.put(totp, secretOf('seed'), facts());
    const path = (item: ItemId): string => join(folderOf(home), accountOf(item));
    copyFileSync(path(id), path(other));
    const swapped = world(home);
    assert.equal(await swapped.store.get(other), null);
    assert.match(swapped.warnings.join('\n'), /damaged and was ignored/);
    for (const damage of [damaged, (text: string) => text.slice(0, 40), () => '', () => '{}']) {
      writeFileSync(path(id), damage(readFileSync(path(id), 'utf8')));
      assert.equal(await world(home).store.get(id), null);
    }
    writeFileSync(path(totp), damaged(readFileSync(path(totp), 'utf8')));
    await assert.rejects(world(home).store.get(totp), isCode('STORE'));
  });

  test('a header with weaker parameters, or damaged, is refused', async () => {
    const home = passphraseHome();
    await world(home).store.put(id, secretOf(SECRET), facts());
    const path = join(folderOf(home), 'header.json');
    const header = readFileSync(path, 'utf8');
    const changes = [
      (text: string) => text.replace('"n":131072', '"n":16384'),
      (text: string) => text.replace('"n":131072', '"n":1073741824'),
      (text: string) => text.slice(0, -20),
      () => '',
    ];
    for (const change of changes) {
      writeFileSync(path, change(header));
      await assert.rejects(world(home).store.get(id), AwscredError);
    }
    // 2 GiB, 1 GiB, and no power of two: nothing is derived at all.
    for (const costs of ['"n":1048576,"r":16', '"n":1048576,"r":8', '"n":100000,"r":8']) {
      writeFileSync(path, header.replace('"n":131072,"r":8', costs));
      await assert.rejects(world(home).store.get(id), isCode('STORE'));
    }
    writeFileSync(path, header);
    assert.equal((await world(home).store.get(id))?.reveal(), SECRET);
  });

  test('a dozen processes that create it at once agree on one key', async () => {
    const home = passphraseHome();
    const reports = await Promise.all(
      Array.from({ length: 12 }, async (_, process) =>
        drive(home, [{ do: 'put', key: `k${process}`, value: `v${process}` }], {
          options: { store: 'file' },
        }),
      ),
    );
    assert.deepEqual(
      reports
        .flatMap(({ results, warnings }) => [...results.map((result) => result.code), ...warnings])
        .filter(Boolean),
      [],
    );
    const { store } = world(home);
    for (let process = 0; process < 12; process += 1) {
      assert.equal((await store.get({ kind: 'tmp', key: `k${process}` }))?.reveal(), `v${process}`);
    }
    assert.equal(store.rows().length, 12);
  });

  test('asks a person twice for a new passphrase, then once, with three tries', async () => {
    const { AWSCRED_PASSPHRASE_FILE: _, ...home } = passphraseHome();
    const answers = ['short', 'long enough', 'not the same', 'long enough', 'long enough'];
    const asked = (): StoreWorld =>
      storeWorld(home, {
        store: 'file',
        terminal: {
          available: true,
          askSecret: async () => await Promise.resolve(secretOf(answers.shift() ?? '')),
        },
      });
    await asked().store.put(id, secretOf(SECRET), facts());
    assert.equal(answers.length, 0);
    answers.push('wrong', 'wrong', 'long enough');
    assert.equal((await asked().store.get(id))?.reveal(), SECRET);
    answers.push('wrong', 'wrong', 'wrong');
    await assert.rejects(asked().store.get(id), isCode('BAD_PASSPHRASE'));
    await assert.rejects(asked().store.get(id), isCode('BAD_PASSPHRASE'));
    await assert.rejects(world(home).store.get(id), isCode('BAD_PASSPHRASE'));
  });

  test('in a folder that others can write: exit 5, named, nothing written', async () => {
    const home = passphraseHome();
    const { store } = world(home);
    const state = join(home['HOME'] ?? '', '.local/state/awscred');
    await store.put(id, secretOf(SECRET), facts());
    chmodSync(state, 0o777);
    for (const use of [async () => await store.prepare(), async () => await store.get(id)]) {
      await assert.rejects(use, (error: unknown) => isCode('STORE')(error) && String(error).includes(state));
    }
    await assert.rejects(world(home).store.put(other, secretOf('x'), facts()), isCode('STORE'));
    assert.equal(existsSync(join(folderOf(home), accountOf(other))), false);
    assert.deepEqual(world(home).store.rows(), []);
  });
});

function damaged(entry: string): string {
  const parsed = JSON.parse(entry) as { data: string };
  const bytes = Buffer.from(parsed.data, 'base64');
  bytes[0] = (bytes[0] ?? 0) ^ 1;
  return JSON.stringify({ ...parsed, data: bytes.toString('base64') });
}
