import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { ChunkedItems, WINDOWS_CHUNK_BYTES } from '../../../src/adapters/keychain/chunked-items.ts';
import { taggedName } from '../../../src/adapters/keychain/home-tag.ts';
import { MemoryItems } from '../../support/store/memory-items.ts';

const ACCOUNT = 'v1.tmp.0123456789abcdef0123456789abcdef';
const OLD = `{"old":"${'o'.repeat(5000)}"}`;
const NEW = `{"new":"${'é'.repeat(9000)}"}`;

function windows(): { raw: MemoryItems; items: ChunkedItems } {
  const raw = new MemoryItems();
  raw.limit = 2560;
  return { raw, items: new ChunkedItems(raw, WINDOWS_CHUNK_BYTES) };
}

suite('items longer than the platform takes', () => {
  test('are split, and put together again', async () => {
    const { raw, items } = windows();
    await items.set(ACCOUNT, NEW);
    assert.equal((await items.get(ACCOUNT))?.trimEnd(), NEW);
    assert.ok(raw.items.size > 8);
    assert.deepEqual(await items.accounts(), [ACCOUNT]);
  });

  test('have an even number of bytes each, or Windows could list none', async () => {
    const { raw, items } = windows();
    for (const length of [1, 2, 2399, 2400, 2401, 9999]) {
      await items.set(ACCOUNT, 'x'.repeat(length));
      for (const text of raw.items.values()) {
        assert.equal(Buffer.byteLength(text) % 2, 0);
      }
    }
  });

  test('a writer killed between any two steps leaves the old text or the new one', async () => {
    const alone = windows();
    await alone.items.set(ACCOUNT, NEW);
    const sizeOfNew = alone.raw.items.size;
    for (let sets = 0; ; sets += 1) {
      const { raw, items } = windows();
      await items.set(ACCOUNT, OLD);
      const before = raw.items.size;
      raw.diesAfterSets = before + sets;
      const died = await items.set(ACCOUNT, NEW).then(
        () => false,
        () => true,
      );
      raw.diesAfterSets = null;
      assert.equal((await items.get(ACCOUNT))?.trimEnd(), died ? OLD : NEW, `after ${sets} writes`);
      await items.sweep(0);
      assert.equal(raw.items.size, died ? before : sizeOfNew, 'no orphan is left');
      assert.equal((await items.get(ACCOUNT))?.trimEnd(), died ? OLD : NEW, 'after the sweep');
      if (!died) {
        assert.ok(sets > 8);
        return;
      }
    }
  });

  test('a sweep leaves the chunks of other homes, whose writers may be about to name them', async () => {
    const { raw } = windows();
    const tag = '0123456789abcdef';
    const own = taggedName(ACCOUNT, tag);
    for (const home of [null, tag]) {
      raw.diesAfterSets = raw.items.size + 2;
      await assert.rejects(
        new ChunkedItems(raw, WINDOWS_CHUNK_BYTES, home).set(taggedName(ACCOUNT, home), NEW),
      );
      raw.diesAfterSets = null;
    }
    const left = raw.items.size;
    const chunksOf = (name: string): number =>
      [...raw.items.keys()].filter((each) => each.startsWith(`v1.chunk.${name.split('.')[2]}.`)).length;
    const [usual, tagged] = [chunksOf(ACCOUNT), chunksOf(own)];
    assert.ok(usual > 0 && tagged > 0 && usual + tagged === left);
    assert.equal(await new ChunkedItems(raw, WINDOWS_CHUNK_BYTES, tag).sweep(0), tagged);
    assert.equal(chunksOf(ACCOUNT), usual);
    assert.equal(await new ChunkedItems(raw, WINDOWS_CHUNK_BYTES, null).sweep(0), usual);
    assert.equal(raw.items.size, 0);
  });

  test('leave no chunk behind when replaced or deleted', async () => {
    const { raw, items } = windows();
    await items.set(ACCOUNT, NEW);
    await items.set(ACCOUNT, 'short');
    assert.deepEqual([...raw.items.keys()], [ACCOUNT]);
    await items.set(ACCOUNT, NEW);
    assert.equal(await items.delete(ACCOUNT), true);
    assert.equal(raw.items.size, 0);
  });

  test('a missing or changed chunk never reads as an item, nor as absent', async () => {
    const { raw, items } = windows();
    await items.set(ACCOUNT, NEW);
    const [chunk = ''] = [...raw.items.keys()].filter((name) => name.startsWith('v1.chunk.'));
    for (const damage of [() => raw.items.set(chunk, 'AAAA'), () => raw.items.delete(chunk)]) {
      damage();
      const text = await items.get(ACCOUNT);
      assert.notEqual(text, null);
      assert.match(text ?? '', /"chunks"/);
    }
  });

  test('a reader sees one text whole while a writer replaces it', async () => {
    const { items } = windows();
    await items.set(ACCOUNT, OLD);
    const seen = new Set<string | undefined>();
    const writer = (async () => {
      for (let round = 0; round < 20; round += 1) {
        await items.set(ACCOUNT, round % 2 === 0 ? NEW : OLD);
      }
    })();
    for (let read = 0; read < 100; read += 1) {
      seen.add((await items.get(ACCOUNT))?.trimEnd());
    }
    await writer;
    assert.deepEqual(
      [...seen].filter((text) => text !== OLD && text !== NEW).map((text) => text?.slice(0, 60)),
      [],
    );
  });
});

test('without a limit nothing is split', async () => {
  const raw = new MemoryItems();
  await new ChunkedItems(raw, null).set(ACCOUNT, NEW);
  assert.equal(raw.items.get(ACCOUNT), NEW);
});
