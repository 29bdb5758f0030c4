import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { matchesPattern } from '../../../src/core/settings/name-pattern.ts';

describe('matchesPattern', () => {
  const rows: readonly [string, readonly string[], readonly string[]][] = [
    ['prod', ['prod'], ['Prod', 'prod ', 'prods', 'aprod', '', 'pr\u200Bod']],
    ['prod-*', ['prod-', 'prod-admin', 'prod-*'], ['prod', 'PROD-admin', 'x-prod-admin']],
    ['*', ['', 'a', 'anything at all', '\n'], []],
    ['*admin', ['admin', 'prod-admin', 'adminadmin'], ['admins', 'Admin']],
    ['a*b*c', ['abc', 'aXbXc', 'abbcc', 'a*b*c'], ['acb', 'ab', 'bc']],
    ['p?d', ['pod', 'p?d', 'p😀d', 'p\nd'], ['pd', 'pood', 'pod ']],
    ['??*', ['ab', 'abc'], ['a', '']],
    ['**', ['', 'x'], []],
    ['a.b+c(d)[e]^$|\\', ['a.b+c(d)[e]^$|\\'], ['aXb+c(d)[e]^$|\\']],
    ['*.*', ['.', 'a.b'], ['ab']],
    ['', [''], ['a']],
    ['__proto__', ['__proto__'], ['proto']],
  ];
  for (const [pattern, matching, others] of rows) {
    it(`${JSON.stringify(pattern)} is the whole name, case and all`, () => {
      assert.deepEqual(
        [...matching, ...others].filter((name) => matchesPattern(name, pattern)),
        matching,
      );
    });
  }

  it('takes no time over a pattern made to', () => {
    assert.equal(matchesPattern('a'.repeat(5000), `${'*a'.repeat(500)}*b`), false);
  });
});
