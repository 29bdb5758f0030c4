import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { ChosenBefore } from '../../../../src/adapters/store/chosen-before.ts';
import { IndexFile } from '../../../../src/adapters/store/index/index-file.ts';
import { accountOf, encodeItem } from '../../../../src/adapters/store/item.ts';
import { type MigrateOptions, migrateStore } from '../../../../src/adapters/store/upkeep/migrate-store.ts';
import { AwscredError } from '../../../../src/errors.ts';
import type { ItemId, ItemKind } from '../../../../src/ports/store/store.ts';
import type { Migrated } from '../../../../src/ports/store/upkeep.ts';
import { PlainItems } from '../../../support/store/plain-items.ts';
import { facts, reportInto, secretOf, storeWorld } from '../../../support/store/store-world.ts';
import { tempFolder } from '../../../support/files/temp-folder.ts';

const KILLED = new Error('killed');

/** Two stores in memory with a real index and real locks, and the setting that says which one counts. */
class World {
  readonly old = new PlainItems('keychain');
  readonly new = new PlainItems('file');
  readonly warnings: string[] = [];
  inUse: 'keychain' | 'file' = 'keychain';
  readonly #base: Pick<MigrateOptions, 'index' | 'locks' | 'before'>;

  constructor() {
    const home = tempFolder();
    const { locks, places } = storeWorld({ HOME: home });
    const index = new IndexFile(places.stateFolder, locks, reportInto(this.warnings));
    this.#base = { index, locks, before: new ChosenBefore(places.stateFolder) };
  }

  get index(): IndexFile {
    return this.#base.index;
  }

  get current(): PlainItems {
    return this.inUse === 'keychain' ? this.old : this.new;
  }

  put(kind: ItemKind, key: string, value: string, savedAt: number = 1): string {
    const id: ItemId = { kind, key };
    this.old.texts.set(accountOf(id), encodeItem(id, secretOf(value), facts({ savedAt })));
    return accountOf(id);
  }

  async migrate(switchOver: () => void = () => (this.inUse = 'file')): Promise<Migrated> {
    return await migrateStore({
      ...this.#base,
      from: this.old,
      to: this.new,
      report: reportInto(this.warnings),
      runtime: null,
      inUse: this.inUse,
      switchOver,
    });
  }
}

suite('store migrate', () => {
  test('killed before any change of either store, all items are in the one that counts, and again completes', async () => {
    let steps = 0;
    for (let killAt = 0; killAt <= steps; killAt += 1) {
      const world = new World();
      const items = ['tmp', 'tmp', 'sso', 'iam'].map((kind, at) =>
        world.put(kind as ItemKind, `k${at}`, `value ${at}`),
      );
      const texts = new Map(world.old.texts);
      steps = 0;
      const step = (): void => {
        steps += 1;
        if (steps > killAt) {
          throw KILLED;
        }
      };
      world.old.onChange = step;
      world.new.onChange = step;
      const killed = await world.migrate().catch((error: unknown) => error);
      for (const account of items) {
        assert.equal(world.current.texts.get(account), texts.get(account), `killed after ${killAt} changes`);
      }
      world.old.onChange = () => {};
      world.new.onChange = () => {};
      const isDone = killed !== KILLED;
      const again = await world.migrate();
      assert.equal(again.already, isDone, `after ${killAt} changes`);
      assert.deepEqual(world.new.texts, texts);
      assert.equal(world.old.texts.size, 0);
      assert.equal(world.index.rows().filter((row) => row.store === 'file').length, 4);
    }
    assert.equal(steps, 8, 'four copied, four removed');
  });

  test('takes along what another process has written meanwhile', async () => {
    const world = new World();
    const account = world.put('sso', 'acme', 'first');
    await world.migrate(() => {
      world.put('sso', 'acme', 'rotated meanwhile', 2);
      world.inUse = 'file';
    });
    assert.match(world.new.texts.get(account) ?? '', /rotated meanwhile/);
    assert.equal(world.old.texts.size, 0);
  });

  test('keeps the younger of two, and moves what only a later version knows as it is', async () => {
    const world = new World();
    const account = world.put('sso', 'acme', 'old', 1);
    const id: ItemId = { kind: 'sso', key: 'acme' };
    world.new.texts.set(account, encodeItem(id, secretOf('young'), facts({ savedAt: 2 })));
    const later = `v1.later.${'0'.repeat(32)}`;
    const text = '{"v":2,"key":"k","of":"the future"}';
    world.old.texts.set(later, text);
    assert.equal((await world.migrate()).moved, 2);
    assert.match(world.new.texts.get(account) ?? '', /young/);
    assert.equal(world.new.texts.get(later), text);
  });

  test('leaves out a damaged cache, and stops at a damaged seed with nothing removed', async () => {
    const world = new World();
    const good = world.put('tmp', 'good', 'value');
    world.old.texts.set(world.put('tmp', 'bad', ''), 'garbage');
    assert.deepEqual(await world.migrate(), { moved: 1, damaged: 1, already: false });
    assert.deepEqual([...world.new.texts.keys()], [good]);

    const other = new World();
    other.put('tmp', 'good', 'value');
    other.old.texts.set(other.put('totp', 'seed', ''), 'garbage');
    await assert.rejects(other.migrate(), (error) => error instanceof AwscredError && error.code === 'STORE');
    assert.equal(other.inUse, 'keychain');
    assert.equal(other.old.texts.size, 2);
  });

  test('where the new store forgets what it was given, nothing is removed', async () => {
    const world = new World();
    world.put('tmp', 'a', 'value');
    world.new.write = async () => await Promise.resolve();
    await assert.rejects(world.migrate(), /the copy differs from the original/);
    assert.equal(world.old.texts.size, 1);
    assert.equal(world.inUse, 'keychain');
  });
});
