import assert from 'node:assert/strict';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { AwscredError } from '../../../src/errors.ts';
import type { ItemId } from '../../../src/ports/store/store.ts';
import { drive } from '../../support/store/drive.ts';
import { KEYRING_PROGRAMS, KeyringSession } from '../../support/store/keyring-session.ts';
import { needs } from '../../support/process/needs.ts';
import { passphraseHome } from '../../support/store/passphrase-home.ts';
import type { DriverReport } from '../../support/store/store-driver.ts';
import { facts, secretOf, storeWorld } from '../../support/store/store-world.ts';
import { tempFolder } from '../../support/files/temp-folder.ts';

const id: ItemId = { kind: 'tmp', key: 'a' };
const isCode = (code: string) => (error: unknown) => error instanceof AwscredError && error.code === code;
const codes = (report: DriverReport): readonly unknown[] =>
  report.results.map((result) => result.code ?? result.value ?? null);

suite('store = auto without a keychain', () => {
  test('refuses without a terminal: nothing is read, nothing written', async () => {
    const home = tempFolder();
    const { store } = storeWorld({ HOME: home });
    assert.equal(await store.get(id), null);
    await assert.rejects(store.prepare(), isCode('NO_BUS'));
    await assert.rejects(store.put(id, secretOf('x'), facts()), isCode('NO_BUS'));
    assert.deepEqual(store.rows(), []);
    assert.equal(store.describe().kind, 'none');
    assert.deepEqual(readdirSync(home), []);
  });

  test('uses the encrypted file when a passphrase file is named, and later because it is there', async () => {
    const home = passphraseHome();
    await storeWorld(home).store.put(id, secretOf('x'), facts());
    const { AWSCRED_PASSPHRASE_FILE: _, ...without } = home;
    await assert.rejects(storeWorld(without).store.get(id), isCode('BAD_PASSPHRASE'));
    assert.equal(storeWorld(without).store.describe().kind, 'file');
  });

  test('offers it on a terminal, remembers a yes, and takes a no', async () => {
    const home = tempFolder();
    const questions: string[] = [];
    const person = (answer: boolean) => ({
      available: true,
      confirm: async (question: string) => {
        questions.push(question);
        return await Promise.resolve(answer);
      },
      askSecret: async () => await Promise.resolve(secretOf('long enough')),
    });
    await assert.rejects(
      storeWorld({ HOME: home }, { terminal: person(false) }).store.prepare(),
      isCode('NO_KEYCHAIN'),
    );
    const yes = storeWorld({ HOME: home }, { terminal: person(true) });
    await yes.store.prepare();
    await yes.store.put(id, secretOf('x'), facts());
    assert.deepEqual(yes.remembered, ['file']);
    const question = 'No OS keychain here (no D-Bus session bus). Keep secrets in an encrypted file?';
    assert.deepEqual(questions, [question, question]);
    assert.equal((await yes.store.get(id))?.reveal(), 'x');
  });
});

suite('store = none and --no-cache', () => {
  test('touch nothing', async () => {
    const home = tempFolder();
    for (const options of [{ store: 'none' }, { store: 'file', noCache: true }] as const) {
      const { store } = storeWorld({ HOME: home }, options);
      await store.prepare();
      await store.put(id, secretOf('x'), facts());
      assert.equal(await store.get(id), null);
      assert.equal(await store.delete(id), false);
      assert.equal(await store.remove([], ['tmp']), 0);
      assert.deepEqual(store.rows(), []);
      assert.equal(store.describe().kind, 'none');
    }
    assert.deepEqual(readdirSync(home), []);
  });
});

suite('two stores', { skip: needs(...KEYRING_PROGRAMS) }, () => {
  let session: KeyringSession;
  let variables: Record<string, string>;
  before(async () => {
    session = await KeyringSession.start('unlocked');
  });
  after(async () => await session.stop());
  const put = { do: 'put', key: 'a', value: 'x' } as const;
  const get = { do: 'get', key: 'a' } as const;
  const file = { options: { store: 'file' } } as const;

  test('auto that has used the keychain does not move to the file in silence', async () => {
    variables = { ...session.environment, ...passphraseHome(), HOME: session.home };
    assert.deepEqual(codes(await drive(variables, [put])), [null]);
    const { DBUS_SESSION_BUS_ADDRESS: _, ...without } = variables;
    const report = await drive(without, [get, { do: 'prepare' }, put, { do: 'rows' }]);
    assert.deepEqual(codes(report).slice(0, 3), ['NO_BUS', 'NO_BUS', 'NO_BUS']);
    assert.equal(Array.isArray(report.results[3]?.value) && report.results[3].value.length, 1);
    assert.equal(existsSync(join(session.home, '.local/state/awscred/store')), false);
  });

  test('what is forgotten in one is forgotten in the other', async () => {
    const sample = passphraseHome();
    variables = { ...session.environment, ...sample, HOME: session.home };
    await drive(variables, [put]);
    await drive(variables, [{ ...put, value: 'in the file' }], file);
    assert.deepEqual(codes(await drive(variables, [get])), ['x']);
    assert.deepEqual(codes(await drive(variables, [get], file)), ['in the file']);
    assert.deepEqual(codes(await drive(variables, [{ do: 'clear' }])), [2]);
    assert.deepEqual(codes(await drive(variables, [get])), [null]);
    assert.deepEqual(codes(await drive(variables, [get], file)), [null]);
    rmSync(join(session.home, '.local/state'), { recursive: true });
    await drive(variables, [put]);
    assert.deepEqual(codes(await drive(variables, [{ do: 'clear' }], file)), [1]);
    assert.deepEqual(codes(await drive(variables, [get])), [null]);
  });
});
