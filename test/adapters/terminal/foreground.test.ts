import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parsePs, parseStat } from '../../../src/adapters/terminal/foreground.ts';

describe('process groups', () => {
  it('are fields 5 and 8 of the stat line, whatever the program is called', () => {
    const groups = { own: 4242, foreground: 77 };
    assert.deepEqual(parseStat('10 (node) S 9 4242 9 34816 77 4194304 1 2'), groups);
    assert.deepEqual(parseStat('10 (a) S 1 2) (b 3 4) R 9 4242 9 34816 77 4194304 1 2'), groups);
    assert.deepEqual(parseStat('10 (node) S 9 4242 9 0 -1 4194304 1 2'), { own: 4242, foreground: -1 });
    assert.equal(parseStat('garbage'), null);
  });

  it('are the two columns of ps', () => {
    assert.deepEqual(parsePs('  4242    77\n'), { own: 4242, foreground: 77 });
    assert.equal(parsePs(''), null);
  });
});
