import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { applyEdits } from '../../../../src/core/aws-files/edit/apply-edits.ts';
import type { FileEdit, SectionName } from '../../../../src/core/aws-files/edit/file-edit.ts';
import { AwscredError } from '../../../../src/errors.ts';

const P: SectionName = { kind: 'profile', name: 'p' };

function edit(text: string, ...edits: readonly FileEdit[]): string {
  return applyEdits({ file: 'config', path: '/c', text }, edits);
}

function set(key: string, value: string, section: SectionName = P): FileEdit {
  return { change: 'set', section, values: [[key, value]] };
}

function refused(text: string, one: FileEdit, message: RegExp, line: number | null): void {
  assert.throws(
    () => edit(text, one),
    (error) => {
      assert.ok(error instanceof AwscredError);
      assert.match(error.message, message);
      assert.equal(error.file ?? '/c', '/c');
      assert.equal(error.line, line);
      return true;
    },
  );
}

const CASES: readonly (readonly [what: string, before: string, one: FileEdit, after: string])[] = [
  [
    'keys that are indented',
    '[profile p]\n  a = 1\n  output = json\n',
    set('region', 'b'),
    '[profile p]\n  a = 1\n  output = json\n  region = b\n',
  ],
  [
    'a key that stands in a nested block, too',
    '[profile p]\ns3 =\n  region = x\n',
    set('region', 'b'),
    '[profile p]\ns3 =\n  region = x\nregion = b\n',
  ],
  [
    'a value of several lines',
    '[profile p]\na = 1\n  2\n\n  3\nb = 4\n',
    set('a', 'x'),
    '[profile p]\na = x\n\nb = 4\n',
  ],
  ['a key in another case', '[profile p]\nRegion = a\n', set('region', 'b'), '[profile p]\nRegion = b\n'],
  [
    'a padded header',
    '[ profile \t p ] # x\nregion=a\n',
    set('region', 'b'),
    '[ profile \t p ] # x\nregion=b\n',
  ],
  [
    'an indented header',
    '[profile a]\n  [profile p]\nregion = a\n',
    set('region', 'b'),
    '[profile a]\n  [profile p]\nregion = b\n',
  ],
  ['a byte order mark', '\uFEFF[profile p]\nx = 1', set('x', '2'), '\uFEFF[profile p]\nx = 2'],
  [
    'a quoted name',
    `[profile "foo bar"]\nx = 1\n`,
    set('x', '2', { kind: 'profile', name: 'foo bar' }),
    `[profile "foo bar"]\nx = 2\n`,
  ],
  [
    '[profile default] alone',
    '[profile default]\nx = 1\n',
    set('x', '2', { kind: 'profile', name: 'default' }),
    '[profile default]\nx = 2\n',
  ],
  [
    '[default] beside [profile default]',
    '[default]\nx = 1\n[profile default]\nx = 1\n',
    set('x', '2', { kind: 'profile', name: 'default' }),
    '[default]\nx = 1\n[profile default]\nx = 2\n',
  ],
  [
    '[default] alone',
    '[default]\n',
    set('x', '2', { kind: 'profile', name: 'default' }),
    '[default]\nx = 2\n',
  ],
  [
    'a comment behind the value',
    '[profile p]\n  region = a  # home\n',
    set('region', 'b'),
    '[profile p]\n# home\n  region = b\n',
  ],
  [
    'CRLF',
    '[profile p]\r\nx = 1\r\n\r\n[profile q]\r\n',
    set('y', '2'),
    '[profile p]\r\nx = 1\r\ny = 2\r\n\r\n[profile q]\r\n',
  ],
  [
    'a nested block before a comment, a blank line and the end',
    '[profile p]\ns3 =\n  a = b\n  # c\n\n',
    set('x', '1'),
    '[profile p]\ns3 =\n  a = b\nx = 1\n  # c\n\n',
  ],
  [
    'a comment that introduces the next section',
    '[profile p]\nx = 1\n\n# next\n[profile q]\n',
    set('y', '2'),
    '[profile p]\nx = 1\ny = 2\n\n# next\n[profile q]\n',
  ],
  ['a missing last line end', '[profile p]\nx = 1', set('y', '2'), '[profile p]\nx = 1\ny = 2'],
  ['a colon', '[profile p]\nx:1\n', set('x', '2'), '[profile p]\nx:2\n'],
  ['an empty value', '[profile p]\nx =\n', set('x', '2'), '[profile p]\nx = 2\n'],
  ['a block in the place of a value', '[profile p]\nx =\n  a = b\n', set('x', '2'), '[profile p]\nx = 2\n'],
  ['a key that stands twice', '[profile p]\nx = 1\nx = 2\n', set('x', '3'), '[profile p]\nx = 1\nx = 3\n'],
  [
    'a new section',
    '[profile q]\nx = 1',
    set('y', '2'),
    '[profile q]\nx = 1\n\n# managed by awscred\n[profile p]\ny = 2',
  ],
  ['an empty file', '', set('y', '2'), '# managed by awscred\n[profile p]\ny = 2\n'],
  [
    'a new name with a blank',
    '',
    set('y', '2', { kind: 'sso-session', name: 'a b' }),
    "# managed by awscred\n[sso-session 'a b']\ny = 2\n",
  ],
  [
    'a key taken away, with what continues it',
    '[profile p]\nx =\n  a = b\n  # c\n  d = e\ny = 2\n',
    { change: 'remove', section: P, keys: ['x'] },
    '[profile p]\n  # c\ny = 2\n',
  ],
  [
    'a key renamed and back',
    '[profile p]\n\tRole_ARN  =  x # y\n',
    { change: 'rename', section: P, keys: [['role_arn', 'awscred_role_arn']] },
    '[profile p]\n\tawscred_Role_ARN  =  x # y\n',
  ],
  [
    'a key renamed back',
    '[profile p]\n\tawscred_Role_ARN  =  x # y\n',
    { change: 'rename', section: P, keys: [['awscred_role_arn', 'role_arn']] },
    '[profile p]\n\tRole_ARN  =  x # y\n',
  ],
  [
    'a key behind another',
    '[profile p]\n  a = 1\n    2\n  # c\n  b = 2\n',
    { change: 'insert', section: P, behind: 'a', key: 'z', value: '0' },
    '[profile p]\n  a = 1\n    2\n  z = 0\n  # c\n  b = 2\n',
  ],
  [
    'keys moved',
    '[profile p]\n  a =\n    b = c\n  d = 1\n[profile q]\n e = 1\n',
    { change: 'move', section: P, keys: ['a'], to: { kind: 'profile', name: 'q' } },
    '[profile p]\n  d = 1\n[profile q]\n e = 1\n a =\n   b = c\n',
  ],
  [
    'repeated keys',
    '[profile p]\nx = 1\n  2\ny = 1\nX = 3\n',
    { change: 'remove-repeated', section: P },
    '[profile p]\ny = 1\nX = 3\n',
  ],
  [
    'a section taken away, the next one’s comment kept',
    '[a]\n\n# managed by awscred\n[profile p]\nx = 1\n\n# q\n[profile q]\n',
    { change: 'remove-section', section: P },
    '[a]\n\n# q\n[profile q]\n',
  ],
  [
    'the last section taken away',
    '[profile q]\nx = 1\n\n# managed by awscred\n[profile p]\ny = 2\n',
    { change: 'remove-section', section: P },
    '[profile q]\nx = 1\n',
  ],
];

describe('applyEdits', () => {
  for (const [what, before, one, after] of CASES) {
    it(`edits ${what}`, () => {
      assert.equal(edit(before, one), after);
    });
  }

  it('changes nothing where the file says it already', () => {
    const text = '[profile p]\nx = 1  # c\n';
    assert.equal(edit(text, set('x', '1')), text);
  });

  it('refuses a section that stands twice', () => {
    refused('[profile p]\n[profile "p"]\n', set('x', '1'), /"p" stands twice/, 2);
  });

  it('refuses a section with a malformed line, and edits its neighbour', () => {
    const text = '[profile q]\n[profile p]\nx = 1\nthis is no key\n';
    refused(text, set('x', '2'), /malformed line/, 4);
    assert.match(edit(text, set('x', '2', { kind: 'profile', name: 'q' })), /q\]\nx = 2\n\[profile p/);
  });

  it('refuses a header without its bracket', () => {
    refused('[profile p\nx = 1\n', set('x', '2'), /without "\]"/, 1);
  });

  for (const [what, value] of [
    ['a line feed', 'a\nb'],
    ['an escape', 'a\u001b[0m'],
    ['a C1 control', 'a\u0085b'],
    ['a comment', 'a # b'],
    ['a comment first', '#b'],
    ['a blank last', 'a '],
    ['half a character', 'a\ud800'],
    ['a secret', 'aws_secret_access_key = wJalrXUtnFEMI'],
  ] as const) {
    it(`refuses a value with ${what}, and does not show it`, () => {
      refused('[profile p]\n', set('x', value), /^(?!.*wJalr).*nothing was changed/, null);
    });
  }

  for (const name of ['a]b', 'a\nb', "a'b", 'a"b', ' a', 'a ', '', 'a\\b', 'a # b']) {
    it(`refuses a new section named ${JSON.stringify(name)}`, () => {
      refused('', set('x', '1', { kind: 'profile', name }), /cannot hold a section/, null);
    });
  }

  it('refuses a key in the place of another', () => {
    const insert: FileEdit = { change: 'insert', section: P, behind: 'a', key: 'b', value: '1' };
    refused('[profile p]\na = 1\nb = 2\n', insert, /has the key b already/, 3);
    const rename: FileEdit = { change: 'rename', section: P, keys: [['a', 'b']] };
    refused('[profile p]\na = 1\nb = 2\n', rename, /has the key b already/, 3);
  });

  it('refuses what would bring another section to light', () => {
    const text = '[default]\nx = 1\n[profile default]\nx = 2\n';
    const one: FileEdit = { change: 'remove-section', section: { kind: 'profile', name: 'default' } };
    refused(text, one, /reads back as exactly/, null);
  });
});
