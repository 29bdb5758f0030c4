import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { editSetting } from '../../../src/core/settings/settings-edit.ts';
import { parseSettings } from '../../../src/core/settings/settings-text.ts';
import { thrownBy } from '../../support/variables.ts';

const values = (text: string): unknown =>
  [...parseSettings(text, '/c')].map(([key, { value, line }]) => [key, value, line]);

describe('parseSettings', () => {
  const rows: readonly [string, string, unknown][] = [
    ['nothing', '', []],
    [
      'keys and comments',
      '; c\nstore = file # c\n\nmfa_session=false\n',
      [
        ['store', 'file', 2],
        ['mfa_session', 'false', 4],
      ],
    ],
    [
      'quotes, numbers, the last of two',
      "store = 'file'\nwait_timeout = '5'\nstore=none",
      [
        ['store', 'none', 3],
        ['wait_timeout', '5', 2],
      ],
    ],
    [
      'BOM and CRLF',
      '\uFEFFstore = file\r\nx = y\r\n',
      [
        ['store', 'file', 1],
        ['x', 'y', 2],
      ],
    ],
    [
      'nothing below a section',
      'a = 1\n[profile prod*]\nstore = none\nconfirm = true\n[account 4]\n',
      [['a', '1', 1]],
    ],
  ];
  for (const [name, text, expected] of rows) {
    it(name, () => assert.deepEqual(values(text), expected));
  }
  const bad: readonly [string, string, number][] = [
    ['a word', 'store = file\njunk\n', 2],
    ['a header without bracket', '[profile a\nconfirm = true', 1],
    ['an indented header', '  [profile a]\nconfirm = true', 1],
    ['a header with a comment, which ini takes for a key', '[profile a] ; c\nconfirm = true', 1],
    ['junk below a section', '[profile a]\nx = 1\n= 2\n', 3],
    ['an array', 'store[] = file', 1],
    ['an object', `store = '{"a":1}'`, 1],
    ['NUL', 'store = \0', 1],
    ['a prototype', '__proto__ = x', 1],
  ];
  for (const [name, text, line] of bad) {
    it(`refuses ${name}`, () => {
      const thrown = thrownBy(() => parseSettings(text, '/c'));
      assert.deepEqual([thrown.code, thrown.file, thrown.line], ['SETTINGS', '/c', line]);
    });
  }
  it('lets no section of the same name change a key', () => {
    assert.deepEqual(values('store = file\n[store]\nstore = none\n[store.x]\ny = 1'), [['store', 'file', 1]]);
  });
});

describe('editSetting', () => {
  const rows: readonly [string, string, string][] = [
    ['an empty file', '', 'store = file\n'],
    ['only the value', '# a\n  store=none  ; why\nx = 1', '# a\n  store=file  ; why\nx = 1'],
    ['the last of two', 'store = a\nstore = b\n', 'store = a\nstore = file\n'],
    ['quotes', 'store = "none" # c\n', 'store = file # c\n'],
    ['an empty value', 'store =\n', 'store =file\n'],
    ['escapes', 'store = a\\;b ; c\n', 'store = file\n'],
    ['CRLF and BOM', '\uFEFFx = 1\r\n[profile a]\r\n', '\uFEFFx = 1\r\nstore = file\r\n[profile a]\r\n'],
    ['no final newline', 'x = 1', 'x = 1\nstore = file\n'],
    ['CRLF without a final newline', 'y = 2\r\nx = 1', 'y = 2\r\nx = 1\r\nstore = file\r\n'],
    [
      'before the sections',
      'x = 1\n\n# guards\n[profile store]\nstore = none\n',
      'x = 1\nstore = file\n\n# guards\n[profile store]\nstore = none\n',
    ],
    [
      'sections alone',
      '# guards\n[account 4]\nmfa = required\n',
      'store = file\n# guards\n[account 4]\nmfa = required\n',
    ],
    ['comments alone', '# mine', '# mine\nstore = file\n'],
  ];
  for (const [name, before, after] of rows) {
    it(name, () => {
      assert.equal(editSetting(before, 'store', 'file'), after);
      assert.equal(editSetting(after, 'store', 'file'), after);
    });
  }
  it('changes nothing else in random files', () => {
    let state = 7;
    const next = (limit: number): number => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return Math.floor((state / 2 ** 32) * limit);
    };
    const pieces = [
      'store = none',
      'store=a ;b',
      ' x = "q;#" ',
      '# c',
      '',
      '[profile p]',
      'y = \\;z # c',
      '; store = 1',
      "w = 'a'",
    ];
    for (let round = 0; round < 2000; round += 1) {
      const text = Array.from({ length: next(7) }, () => pieces[next(pieces.length)]).join(
        next(2) === 0 ? '\n' : '\r\n',
      );
      const edited = editSetting(text, 'store', 'keychain');
      const before = new Map(parseSettings(text, '/c'));
      const after = parseSettings(edited, '/c');
      assert.equal(after.get('store')?.value, 'keychain');
      const others = [...before].filter(([key]) => key !== 'store');
      assert.deepEqual(
        others.map(([key]) => after.get(key)?.value),
        others.map(([, { value }]) => value),
      );
      const isNew = !before.has('store');
      const lines = (from: string): string[] => from.split(/\r?\n/).filter((line) => line !== '');
      assert.equal(lines(edited).length - lines(text).length, isNew ? 1 : 0);
    }
  });
});
