import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { accountNamesText, readAccountNames, withNames } from '../../src/core/account-names.ts';

describe('names of accounts', () => {
  it('are read as they were written, newer ones first', () => {
    const names = withNames(new Map([['111122223333', 'old']]), [
      ['111122223333', 'new'],
      ['444455556666', '$(id) "x"'],
    ]);
    assert.deepEqual([...readAccountNames(accountNamesText(names))], [...names]);
    assert.equal(names.get('111122223333'), 'new');
  });

  for (const text of [null, '', '[]', '{"accounts":[]}', '{"accounts":{"x":"y","111122223333":7}}']) {
    it(`are none where the file says ${text}`, () => assert.equal(readAccountNames(text).size, 0));
  }

  it('are no names where the portal told none', () => {
    assert.equal(
      withNames(new Map(), [
        ['111122223333', null],
        ['444455556666', ' '],
      ]).size,
      0,
    );
  });
});
