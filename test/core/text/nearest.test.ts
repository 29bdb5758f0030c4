import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { nearest } from '../../../src/core/text/nearest.ts';

const NAMES = ['prod', 'prod-readonly', 'staging', 'dev', 'data-lake', 'acme'];

describe('the nearest names', () => {
  const rows: readonly (readonly [string, string])[] = [
    ['prdo', 'prod'],
    ['rpod', 'prod'],
    ['pord', 'prod'],
    ['PRDO', 'prod'],
    ['edv', 'dev'],
    ['dve', 'dev'],
    ['acem', 'acme'],
    ['stagnig', 'staging'],
    ['prod-readolny', 'prod-readonly'],
    ['dtaa-lkae', 'data-lake'],
    ['prd', 'prod'],
    ['prood', 'prod'],
  ];
  for (const [typed, meant] of rows) {
    it(`${typed} → ${meant}`, () => assert.equal(nearest(typed, NAMES)[0], meant));
  }

  it('none is offered for a word that is near to nothing', () => {
    assert.deepEqual(nearest('qwxzy', NAMES), []);
    assert.deepEqual(nearest('', NAMES), []);
  });

  it('takes no longer for a hostile name among many', () => {
    const names = Array.from({ length: 2000 }, (_, index) => `${'ab'.repeat(500)}${index}`);
    const begun = performance.now();
    nearest('ba'.repeat(5000), names);
    assert.ok(performance.now() - begun < 3000);
  });
});
