import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { GuardSection } from '../../../src/core/settings/guards.ts';
import { parseGuards } from '../../../src/core/settings/guards-text.ts';
import { thrownBy } from '../../support/variables.ts';

const short = ({ kind, word, confirm, allowed, accountName }: GuardSection): string =>
  [
    `${kind} ${word}`,
    ...(confirm === null ? [] : [`confirm:${confirm.line}`]),
    ...(allowed === null ? [] : [`${allowed.ids.join('+')}:${allowed.line.line}`]),
    ...(accountName === null ? [] : [`"${accountName}"`]),
  ].join(' ');
const sections = (text: string): unknown => parseGuards(text, '/c').sections.map(short);

describe('parseGuards', () => {
  const rows: readonly [string, string, readonly string[]][] = [
    ['nothing', '', []],
    ['settings alone', 'store = file\nname = x\nunknown = 1\n', []],
    [
      'both kinds, comments, quotes, blanks',
      'store = file\n[profile prod-*] \n; c\nconfirm = true # c\n[account 444455556666]\nconfirm="true"\nallowed_account_ids = 111122223333,444455556666 ; c\n',
      ['profile prod-* confirm:4', 'account 444455556666 confirm:6 111122223333+444455556666:7'],
    ],
    ['BOM and CRLF', '\uFEFF[profile a]\r\nconfirm = true\r\n', ['profile a confirm:2']],
    [
      'a name with blanks, quoted or not',
      '[profile "a b"]\n[profile  c  d ]\n',
      ['profile a b', 'profile c  d'],
    ],
    ['false', '[profile a]\nconfirm = false\n', ['profile a']],
    [
      'one header twice',
      '[profile a]\nconfirm = true\n[profile a]\nconfirm = false',
      ['profile a confirm:2', 'profile a'],
    ],
    [
      'blanks between accounts',
      '[profile a]\nallowed_account_ids = 111122223333  444455556666,',
      ['profile a 111122223333+444455556666:2'],
    ],
    [
      'an account with leading noughts',
      "[account 000011112222]\nallowed_account_ids = '000011112222'",
      ['account 000011112222 000011112222:2'],
    ],
    [
      'what an account is called',
      '[account 444455556666]\nname = acme-prod',
      ['account 444455556666 "acme-prod"'],
    ],
    ['a profile of the prototype', '[profile __proto__]\nconfirm = true', ['profile __proto__ confirm:2']],
  ];
  for (const [name, text, expected] of rows) {
    it(name, () => assert.deepEqual(sections(text), expected));
  }

  const bad: readonly [string, string, number, RegExp][] = [
    [
      'a misspelt key',
      '[profile a]\nconfrim = true',
      2,
      /\[profile a\]: no guard "confrim"; did you mean confirm\?$/,
    ],
    ['another case', '[profile a]\nConfirm = true', 2, /no guard "Confirm"; did you mean confirm/],
    [
      'a key from far',
      '[profile a]\nregion = eu-west-1',
      2,
      /there are: confirm, allowed_account_ids, name, exec, console_browser, console_container, console_color, read_only, max_duration, mfa, scope$/,
    ],
    ['a key of the prototype', '[profile a]\nconstructor = true', 2, /no guard "constructor"/],
    ['confirm = maybe', '[profile a]\nconfirm = maybe', 2, /confirm = "maybe" is not one of: true, false$/],
    ['confirm = True', '[profile a]\nconfirm = True', 2, /not one of/],
    ['confirm without a value', '[profile a]\nconfirm =', 2, /not one of/],
    [
      'an account of 11 digits',
      '[profile a]\nallowed_account_ids = 44445555666',
      2,
      /"44445555666" is not an account number/,
    ],
    [
      'an account with dashes',
      '[profile a]\nallowed_account_ids = 4444-5555-6666',
      2,
      /is not an account number/,
    ],
    ['no account', '[profile a]\nallowed_account_ids = ,', 2, /names no account$/],
    ['an object for accounts', `[profile a]\nallowed_account_ids = '{"a":1}'`, 2, /names no account$/],
    [
      'digits of another script',
      '[profile a]\nallowed_account_ids = ٤٤٤٤٥٥٥٥٦٦٦٦',
      2,
      /is not an account number/,
    ],
    [
      'a section for 3 digits',
      'store = file\n[account 444]\n',
      2,
      /\[account 444\] is not an account number/,
    ],
    ['a section for no account', '[account]', 1, /\[account\] names no account$/],
    ['a section for no profile', '[profile ""]', 1, /\[profile\] names no profile$/],
    ['another kind', '[profiles a]', 1, /no section \[profiles a\]; there are \[profile PATTERN\]/],
    ['another case of the kind', '[Profile a]', 1, /no section \[Profile a\]/],
    ['no kind', '[prod-admin]', 1, /no section/],
    ['a blank before the bracket', ' [profile a]', 1, /neither/],
    ['a comment behind a header', '[profile a] # c', 1, /neither/],
    ['junk below', '[profile a]\nconfirm: true', 2, /neither/],
    [
      'a key twice',
      '[profile a]\nconfirm = false\nconfirm = true',
      3,
      /\[profile a\]: confirm appears twice$/,
    ],
    ['accounts as an array', '[profile a]\nallowed_account_ids[] = 111122223333', 2, /neither/],
    ['a name for a pattern', '[profile a]\nname = x', 2, /name belongs under \[account NUMBER\]/],
    ['a guard without its section', 'confirm = true\n[profile a]', 1, /confirm is a guard: it belongs under/],
    ['read_only', '[profile a]\nread_only = 1', 2, /read_only = "1" is not one of: true, false$/],
    ['max_duration', '[account 444455556666]\nmax_duration = 0', 2, /is not a time up to 36h/],
    ['mfa', '[profile a]\nmfa = true', 2, /mfa = "true" is not one of: required$/],
    ['mfa above the sections', 'mfa = required', 1, /mfa is a guard/],
  ];
  for (const [name, text, line, message] of bad) {
    it(`refuses ${name}`, () => {
      const thrown = thrownBy(() => parseGuards(text, '/c'));
      assert.deepEqual([thrown.code, thrown.file, thrown.line], ['SETTINGS', '/c', line]);
      assert.match(thrown.message, message);
    });
  }

  it('shows foreign text escaped and cut', () => {
    const { message } = thrownBy(() =>
      parseGuards(`[profile \u001B[2J]\nconfirm = \u202Ex${'y'.repeat(9000)}`, '/c'),
    );
    assert.match(message, /^\[profile \\u\{1b\}\[2J\]: confirm = "\\u\{202e\}xy+…" is not/);
    assert.ok(message.length < 300);
  });
});
