import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readUses, usedUntil, usesText, withUse, type Uses } from '../../src/core/uses.ts';

const NOW = 1_800_000_000_000;
const DAY = 86_400_000;
const EMPTY: Uses = new Map();

const used = (profile: string, times: number, at: number, before: Uses = EMPTY): Uses =>
  Array.from({ length: times }).reduce<Uses>((uses) => withUse(uses, profile, at), before);

describe('the uses of profiles', () => {
  it('count, and half as much a fortnight later', () => {
    const uses = used('a', 4, NOW);
    assert.equal(usedUntil(uses, 'a', NOW), 4);
    assert.equal(usedUntil(uses, 'a', NOW + 14 * DAY), 2);
    assert.equal(usedUntil(uses, 'b', NOW), 0);
  });

  it('what was used often long ago gives way to what is used lately', () => {
    const uses = used('new', 2, NOW, used('old', 10, NOW - 90 * DAY));
    assert.ok(usedUntil(uses, 'new', NOW) > usedUntil(uses, 'old', NOW));
  });

  it('of a clock that was set back count as now', () => {
    assert.equal(usedUntil(used('a', 1, NOW + DAY), 'a', NOW), 1);
  });

  it('are read as they were written', () => {
    const uses = used('a b', 3, NOW, used('$(id)', 1, NOW));
    assert.deepEqual(readUses(usesText(uses)), uses);
  });

  it('keep at most 1,000 names, those used most', () => {
    const many = Array.from({ length: 1000 }).reduce<Uses>(
      (uses, _, n) => withUse(uses, `p${n}`, NOW + n),
      EMPTY,
    );
    const more = used('kept', 2, NOW + 2000, many);
    assert.equal(more.size, 1000);
    assert.ok(more.has('kept') && more.has('p999') && !more.has('p0'));
  });

  for (const text of [
    null,
    '',
    '{',
    '[]',
    '{"profiles":7}',
    '{"profiles":[null,7,{"profile":7,"uses":1,"last":1},{"profile":"a","uses":-1,"last":1}]}',
    '{"profiles":[{"profile":"a","uses":1e99,"last":1},{"profile":"a","uses":"1","last":1}]}',
  ]) {
    it(`are empty where the file says ${text}`, () => assert.equal(readUses(text).size, 0));
  }

  it('keep what is sound of a damaged file', () => {
    const text = '{"profiles":[7,{"profile":"__proto__","uses":2,"last":5}]}';
    assert.equal(usedUntil(readUses(text), '__proto__', 5), 2);
  });
});
