import assert from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, it } from 'node:test';
import { openHotCache } from '../../../src/adapters/hot/hot-cache.ts';
import { HotStore } from '../../../src/adapters/hot/hot-store.ts';
import { createFile } from '../../../src/adapters/locks/exclusive-file.ts';
import { ownNote } from '../../../src/adapters/locks/holder.ts';
import { systemClock } from '../../../src/adapters/process/system-clock.ts';
import { Secret } from '../../../src/core/secret.ts';
import type { HotAnswer, HotCache } from '../../../src/ports/store/hot-cache.ts';
import type { ItemFacts, ItemId } from '../../../src/ports/store/store.ts';
import { MemoryStore } from '../../support/store/memory-store.ts';
import { tempFolder } from '../../support/files/temp-folder.ts';
import { environmentOf } from '../../support/variables.ts';
import { until } from '../../support/process/until.ts';

const KEY = '0'.repeat(64);
const TMP: ItemId = { kind: 'tmp', key: KEY };
const FACTS: ItemFacts = { label: 'x', profile: 'prod', expiresAt: null, savedAt: 0, through: null };
const ACCOUNT = `v1.tmp.${'0'.repeat(32)}`;

function answer(profile: string = 'prod'): HotAnswer {
  const expiresAt = Date.now() + 3600_000;
  return {
    profile,
    item: { store: 'keychain', account: ACCOUNT, key: KEY, accessKeyId: 'ASIAEXAMPLE000000000', expiresAt },
    secretAccessKey: new Secret('secret'),
    sessionToken: new Secret('token'),
    until: expiresAt - 900_000,
    process: { head: '{', middle: '', tail: '}' },
    assume: null,
  };
}

describe('a process that keeps its answer while another changes what the store keeps', () => {
  let folder = '';
  let record = '';

  beforeEach(() => {
    folder = tempFolder();
    record = join(folder, 'state/hot/profile.prod');
  });

  /** A process of its own, as far as the hot cache goes; without a secret half, which is beside the point. */
  function process(missed: boolean = true): HotCache {
    const options = {
      environment: environmentOf({ HOME: '/home/jane' }),
      stateFolder: join(folder, 'state'),
      paths: [join(folder, 'config'), join(folder, 'credentials'), join(folder, 'config.ini')] as const,
      missed,
      keyring: () => null,
    };
    return openHotCache(options, Date.now())({ isOn: false, systemClock, clock: systemClock });
  }

  it('keeps it, where nothing changes', () => {
    process().keep(answer());
    assert.ok(existsSync(record));
  });

  it('keeps nothing where its command line was not one for the hot path', () => {
    const hot = process(false);
    assert.equal(hot.wanted, false);
    hot.keep(answer());
    assert.ok(!existsSync(record));
  });

  it('whoever read before the change writes nothing after it', () => {
    const reader = process();
    process(false).clear();
    reader.keep(answer());
    assert.ok(!existsSync(record));
    const other = process();
    process(false).forget(ACCOUNT);
    other.keep(answer());
    assert.ok(!existsSync(record));
  });

  it('nor whoever read while the change was under way: logout, cache clear', async () => {
    for (const act of ['remove', 'delete'] as const) {
      const store = new MemoryStore();
      await store.put(TMP, new Secret('x'), FACTS);
      const inner = store[act].bind(store) as (...words: unknown[]) => Promise<never>;
      Object.assign(store, {
        [act]: async (...words: unknown[]) => {
          // It has just started, and the item is there yet.
          process().keep(answer());
          assert.ok(existsSync(record));
          return inner(...words);
        },
      });
      const hot = new HotStore(store, process(false));
      await (act === 'remove' ? hot.remove(store.rows()) : hot.delete(TMP));
      assert.ok(!existsSync(record), act);
    }
  });

  it('a change that fails has ended them all the same', async () => {
    const store = new MemoryStore();
    process().keep(answer());
    store.remove = async () => Promise.reject(new Error('locked'));
    await assert.rejects(new HotStore(store, process(false)).remove([]), /locked/);
    assert.ok(!existsSync(record));
  });

  it('a new item ends the records of the old one; new keys end all; a sign-in none', async () => {
    const hot = new HotStore(new MemoryStore(), process(false));
    const kept = async (id: ItemId): Promise<boolean> => {
      process().keep(answer());
      assert.ok(existsSync(record));
      await hot.put(id, new Secret('x'), FACTS);
      return existsSync(record);
    };
    assert.equal(await kept({ kind: 'sso', key: 'x' }), true);
    assert.equal(await kept({ kind: 'iam', key: 'x' }), false);
  });

  it('whoever read a file before an edit keeps nothing', async () => {
    const config = join(folder, 'config');
    writeFileSync(config, 'one');
    process().keep(answer());
    assert.ok(!existsSync(record), 'it has just changed: a second edit might not show');
    const written = Date.now();
    await until(() => Date.now() - written > 60);
    const reader = process();
    writeFileSync(config, 'two');
    reader.keep(answer());
    assert.ok(!existsSync(record));
  });

  it('one of a crowd writes; a turn whose holder is gone is taken over', () => {
    process().keep(answer('first'));
    const turn = join(folder, 'state/hot/writing');
    assert.ok(createFile(turn, ownNote('hot cache')));
    process().keep(answer());
    assert.ok(!existsSync(record));
    writeFileSync(turn, JSON.stringify({ pid: 1, start: 'long ago', purpose: null, terminal: null }));
    process().keep(answer());
    assert.ok(existsSync(record) && !existsSync(turn));
  });

  it('at most eight records, the newest; none whose profile or variables do not fit a line', () => {
    for (let each = 0; each < 12; each += 1) {
      process().keep(answer(`p${each}`));
    }
    const names = Array.from({ length: 12 }, (_, each) => `p${each}`);
    const left = names.filter((name) => existsSync(join(folder, `state/hot/profile.${name}`)));
    assert.equal(left.length, 8);
    assert.ok(left.includes('p11') && !left.includes('p0'));
    process().keep({ ...answer(), process: { head: '{\n', middle: '', tail: '}' } });
    assert.ok(!existsSync(record));
  });
});
