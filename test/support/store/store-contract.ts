import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accountOf } from '../../../src/adapters/store/item.ts';
import type { ItemId, Store } from '../../../src/ports/store/store.ts';
import { facts, secretOf } from './store-world.ts';

/** What every store promises, whatever it keeps its items in. `fresh` returns an empty one. */
export function storeContract(fresh: () => Promise<Store>): void {
  const id: ItemId = { kind: 'tmp', key: 'assume-role|arn:aws:iam::444455556666:role/Ädmin|"x"\u0000\n' };

  test('an item that was never put is null', async () => {
    const store = await fresh();
    await store.prepare();
    assert.equal(await store.get(id), null);
    assert.equal(await store.delete(id), false);
  });

  test('what was put comes back, also bytes of every kind and length', async () => {
    const store = await fresh();
    for (const value of ['', 'a', 'ü\u0000\n\r\t"\\{}😀', 'x'.repeat(2560), 'é'.repeat(30_000)]) {
      await store.put(id, secretOf(value), facts());
      assert.equal((await store.get(id))?.reveal(), value, `${value.length} characters`);
    }
  });

  test('a second put replaces the first, in the list too', async () => {
    const store = await fresh();
    await store.put(id, secretOf('one'), facts({ label: 'first' }));
    await store.put(id, secretOf('two'), facts({ label: 'second' }));
    assert.equal((await store.get(id))?.reveal(), 'two');
    assert.deepEqual(
      store.rows().map((row) => row.label),
      ['second'],
    );
  });

  test('rows say what an item is, and nothing of its secret', async () => {
    const store = await fresh();
    await store.put(id, secretOf('wJalrXUtnFEMI'), facts({ through: 'sso|acme' }));
    const [row] = store.rows();
    assert.equal(row?.account, accountOf(id));
    assert.match(row?.account ?? '', /^v1\.tmp\.[0-9a-f]{32}$/);
    assert.equal(row?.kind, 'tmp');
    assert.equal(row?.through, 'sso|acme');
    assert.equal(row?.expiresAt, facts().expiresAt);
    assert.equal(JSON.stringify(store.rows()).includes('wJalrXUtnFEMI'), false);
  });

  test('kinds with the same key are different items', async () => {
    const store = await fresh();
    await store.put({ kind: 'sso', key: 'k' }, secretOf('token'), facts());
    assert.equal(await store.get({ kind: 'reg', key: 'k' }), null);
    assert.equal((await store.get({ kind: 'sso', key: 'k' }))?.reveal(), 'token');
  });

  test('delete takes the item and its row', async () => {
    const store = await fresh();
    await store.put(id, secretOf('one'), facts());
    assert.equal(await store.delete(id), true);
    assert.equal(await store.get(id), null);
    assert.deepEqual(store.rows(), []);
  });

  test('remove takes rows, and lost items of the kinds named, and no others', async () => {
    const store = await fresh();
    await store.put(id, secretOf('one'), facts());
    await store.put({ kind: 'tmp', key: 'other' }, secretOf('two'), facts());
    await store.put({ kind: 'sso', key: 'acme' }, secretOf('token'), facts());
    const one = store.rows().filter((row) => row.account === accountOf(id));
    assert.equal(await store.remove(one), 1);
    assert.equal(store.rows().length, 2);
    assert.equal(await store.remove([], ['tmp']), 1);
    assert.equal((await store.get({ kind: 'sso', key: 'acme' }))?.reveal(), 'token');
    assert.deepEqual(
      store.rows().map((row) => row.kind),
      ['sso'],
    );
    assert.equal(await store.remove([]), 0);
  });
}
