import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { HeldKey } from '../../../../src/adapters/store/vault/held-key.ts';
import type { KernelKey, KernelKeyring } from '../../../../src/adapters/store/vault/kernel-keyring.ts';
import { tempFolder } from '../../../support/files/temp-folder.ts';

const HOUR = 3_600_000;
const dataKey = { storeId: 'store', key: randomBytes(32) };
const store = { id: 'store', kdf: { salt: 'salt' } };
const nobody = (): null => null;

/** A kernel's keyring in memory; `time` of its own, as the kernel's does not jump with the clock. */
class MemoryKeyring implements Pick<KernelKeyring, 'keep' | 'read' | 'end'> {
  readonly keys = new Map<string, Buffer>();

  keep({ bytes }: KernelKey): string {
    const serial = String(this.keys.size + 1);
    this.keys.set(serial, Buffer.from(bytes));
    return serial;
  }

  read({ serial }: { serial: string }): Buffer | null {
    return this.keys.get(serial) ?? null;
  }

  end(serial: string): boolean {
    return this.keys.delete(serial);
  }
}

suite('a held key', () => {
  const world = () => {
    const clock = { time: 1_800_000_000_000, now: () => clock.time };
    const keyring = new MemoryKeyring();
    const stateFolder = tempFolder();
    const held = new HeldKey({ stateFolder, clock, keyring: keyring as unknown as KernelKeyring });
    return { clock, keyring, held, stateFolder };
  };

  test('ends when its time is up, also where the clock has jumped forward', () => {
    const { clock, held } = world();
    held.hold(dataKey, 3600);
    assert.deepEqual(held.read(store, nobody)?.key, dataKey.key);
    clock.time += HOUR;
    assert.equal(held.read(store, nobody), null);
    assert.equal(held.until(), null);
  });

  test('where the clock has jumped back, the kernel ends it all the same', () => {
    const { clock, keyring, held } = world();
    held.hold(dataKey, 3600);
    clock.time -= 1000 * HOUR;
    assert.deepEqual(held.read(store, nobody)?.key, dataKey.key);
    keyring.keys.clear();
    assert.equal(held.read(store, nobody), null);
  });

  test('is for one store alone, and a shorter or other key is none', () => {
    const { keyring, held } = world();
    held.hold(dataKey, 3600);
    assert.equal(held.read({ ...store, id: 'another' }, nobody), null);
    for (const planted of [randomBytes(32), randomBytes(31), Buffer.alloc(0)]) {
      keyring.keys.set('1', planted);
      assert.equal(held.read(store, nobody), null);
    }
  });

  test('for a passphrase file it is for who can read that very file, of that very store', () => {
    const { held, keyring } = world();
    const of = (mark: string) => (): string => mark;
    held.holdForFile(dataKey, store, '1:2:3', 3600);
    assert.deepEqual(held.read(store, of('1:2:3'))?.key, dataKey.key);
    assert.equal(held.read(store, of('1:2:4')), null);
    assert.equal(held.read(store, nobody), null);
    assert.equal(held.read({ ...store, kdf: { salt: 'new passphrase' } }, of('1:2:3')), null);
    // Nobody has unlocked the store for everybody.
    assert.equal(held.until(), null);
    held.hold(dataKey, 3600);
    held.holdForFile(dataKey, store, '1:2:3', 60);
    assert.deepEqual(held.read(store, nobody)?.key, dataKey.key);
    held.dropForFile();
    assert.deepEqual(held.read(store, nobody)?.key, dataKey.key);
    held.drop();
    held.holdForFile(dataKey, store, '1:2:3', 3600);
    held.dropForFile();
    assert.equal(held.read(store, of('1:2:3')), null);
    assert.equal(keyring.keys.size, 0);
  });

  test('that it is for one file cannot be taken out of the file half', () => {
    const { held, stateFolder } = world();
    held.holdForFile(dataKey, store, '1:2:3', 3600);
    const path = join(stateFolder, 'unlocked.json');
    const half = JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>;
    for (const by of [undefined, null, '9:9:9 salt']) {
      writeFileSync(path, JSON.stringify({ ...half, by }));
      assert.equal(
        held.read(store, () => '9:9:9'),
        null,
      );
    }
  });

  test('without a kernel’s keyring: exit 5 with the other way', () => {
    const held = new HeldKey({ stateFolder: tempFolder(), clock: { now: () => 0 }, keyring: null });
    assert.equal(held.read(store, nobody), null);
    assert.throws(() => held.hold(dataKey, 60), { code: 'STORE', message: /only the Linux kernel/ });
    assert.equal(held.drop(), false);
  });

  test('the file goes first: without it the key is not held, whatever the kernel keeps', () => {
    const { keyring, held } = world();
    held.hold(dataKey, 3600);
    keyring.end = () => false;
    assert.equal(held.drop(), true);
    assert.equal(keyring.keys.size, 1);
    assert.equal(held.read(store, nobody), null);
  });
});
