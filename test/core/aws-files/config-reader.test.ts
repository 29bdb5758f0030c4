import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { codesOf, configOf, valuesOf } from '../../support/files/config-text.ts';

interface Row {
  readonly name: string;
  readonly text: string;
  readonly profiles: Record<string, unknown>;
  readonly codes?: readonly string[];
}

const PLAIN: readonly Row[] = [
  { name: 'an empty profile is there', text: '[profile a]', profiles: { a: {} } },
  { name: 'default, plain', text: '[default]\nregion=x', profiles: { default: { region: 'x' } } },
  {
    name: 'blanks inside the brackets, tabs between',
    text: '[ profile \t a ]\n[\tprofile\tb\t]',
    profiles: { a: {}, b: {} },
  },
  {
    name: 'all characters of names',
    text: '[profile aZ0_-/.%@:+]\naZ0_-/.%@+ = 1',
    profiles: { 'aZ0_-/.%@:+': { 'az0_-/.%@+': '1' } },
  },
  {
    name: 'comments after headers, with and without a blank',
    text: '[profile a]#c\n[profile b] ; c\n[profile c]; see [1]\nk = v',
    profiles: { a: {}, b: {}, c: { k: 'v' } },
  },
  {
    name: 'comment characters without a blank before them belong to the value',
    text: '[profile a]\nx = 1;2\ny = a#b\nurl = https://x/start#/',
    profiles: { a: { x: '1;2', y: 'a#b', url: 'https://x/start#/' } },
  },
  {
    name: 'no quoting, no escapes, no interpolation, case kept, inner blanks kept',
    text: '[profile a]\nx = "Q"\ny = a\\nb\nz = %(x)s $HOME ~  two',
    profiles: { a: { x: '"Q"', y: 'a\\nb', z: '%(x)s $HOME ~  two' } },
  },
  { name: 'an empty value is there', text: '[profile a]\nx =\ny = 1', profiles: { a: { x: '', y: '1' } } },
  { name: 'equals signs in a value', text: '[profile a]\nx=a=b==', profiles: { a: { x: 'a=b==' } } },
  { name: 'keys are lower-cased', text: '[profile a]\nRegion = EU', profiles: { a: { region: 'EU' } } },
  {
    name: 'continuations, with blank lines and a comment between, their comments kept',
    text: '[profile a]\nx = one\n\n  two # kept\n# gone\n\t three \ny = 4',
    profiles: { a: { x: 'one\ntwo # kept\nthree', y: '4' } },
  },
  {
    name: 'a continuation may look like a header or a property',
    text: '[profile a]\nx = one\n  [profile b]\n  k = v',
    profiles: { a: { x: 'one\n[profile b]\nk = v' } },
  },
  {
    name: 'a nested block is one level deep and leaks no key',
    text: '[profile a]\ns3 =\n  Region = n\n\n    deep = d\n  e =\nregion = r',
    profiles: { a: { s3: { region: 'n', deep: 'd', e: '' }, region: 'r' } },
  },
  {
    name: 'names of nested keys may hold blanks; comments stay in nested values',
    text: '[profile a]\ns3 =\n  a b = c # d',
    profiles: { a: { s3: { 'a b': 'c # d' } } },
  },
  { name: 'CRLF', text: '[profile a]\r\nx = 1\r\n  2\r\n', profiles: { a: { x: '1\n2' } } },
  {
    name: "other tools' sections, case of the prefix, a prefix run together",
    text: '[plugins]\nx = 1\n[toolkit x]\ny = 2\n[preview]\n[profile a]',
    profiles: { a: {} },
  },
];

const TOLERATED: readonly Row[] = [
  {
    name: 'what Python strips around keys, values and what continues them; U+FEFF and U+200B stay',
    text: '[profile a]\nx = \u00A0v\u00A0\ny\u3000= 1\u0085\n  2\u2003\n\u00A0\nz = \uFEFFq\u200B',
    profiles: { a: { x: 'v', y: '1\n2', z: '\uFEFFq\u200B' } },
    codes: ['invisible-blank@2', 'invisible-blank@3', 'invisible-blank@4'],
  },
  {
    name: 'white space of any kind indents, as for the AWS CLI',
    text: '[profile a]\nx = 1\n\u00A0y = 2\n\u3000# c',
    profiles: { a: { x: '1\ny = 2' } },
    codes: ['invisible-blank@3', 'indented-comment@4'],
  },
  {
    name: 'every name that the AWS CLI reads',
    text: `[profile R&D]\n[profile équipe]\n[profile 本番]\n[profile a#b]\n[profile acme(prod)]\n[profile North\\ East]
[profile pre'mid'post]\n[profile b]]\n[profile "x]y"] # c]`,
    profiles: {
      'R&D': {},
      équipe: {},
      本番: {},
      'a#b': {},
      'acme(prod)': {},
      'North East': {},
      premidpost: {},
      'b]': {},
    },
    codes: [
      'special-name@1',
      'special-name@2',
      'special-name@3',
      'special-name@4',
      'special-name@5',
      'quoted-name@6',
      'quoted-name@7',
      'special-name@8',
      'invalid-name@9',
    ],
  },
  {
    name: 'BOM',
    text: '\uFEFF[profile a]\nx = 1',
    profiles: { a: { x: '1' } },
    codes: ['byte-order-mark@1'],
  },
  {
    name: 'lone CR',
    text: '[profile a]\nx = 1\ry = 2\r\nz = 3',
    profiles: { a: { x: '1', y: '2', z: '3' } },
    codes: ['lone-carriage-return@2'],
  },
  {
    name: 'indented comment, also in a nested block',
    text: '[profile a]\ns3 =\n  # c\n  a = b',
    profiles: { a: { s3: { a: 'b' } } },
    codes: ['indented-comment@3'],
  },
  {
    name: 'uniformly indented keys, a deeper line continues',
    text: '[profile a]\n  x = 1\n  y = 2\n    3\n  s3 =\n    k = v\n  z = 4\n[profile b]\nx = 5',
    profiles: { a: { x: '1', y: '2\n3', s3: { k: 'v' }, z: '4' }, b: { x: '5' } },
    codes: ['indented-key@2'],
  },
  {
    name: 'indented header after a header',
    text: '[profile a]\n  [profile b]\nx = 1',
    profiles: { a: {}, b: { x: '1' } },
    codes: ['indented-header@2'],
  },
  {
    name: 'colon, only where it comes first',
    text: '[profile a]\nx : 1=2\ny = 1:2',
    profiles: { a: { x: '1=2', y: '1:2' } },
    codes: ['colon-delimiter@2'],
  },
  {
    name: 'inline comment',
    text: '[profile a]\nregion = us-east-1 # home\noutput = json\t; c',
    profiles: { a: { region: 'us-east-1', output: 'json' } },
    codes: ['inline-comment@2', 'inline-comment@3'],
  },
  {
    name: 'text after the bracket',
    text: '[profile a] x\ny = 1',
    profiles: { a: { y: '1' } },
    codes: ['text-after-header@1'],
  },
  {
    name: 'quoted names',
    text: '[profile "a b"]\nx = 1\n[profile \'c#d\']\n[profile "e"]',
    profiles: { 'a b': { x: '1' }, 'c#d': {}, e: {} },
    codes: ['quoted-name@1', 'quoted-name@3', 'quoted-name@4'],
  },
  {
    name: 'a section twice, a key twice, in any case: the last counts',
    text: '[profile a]\nx = 1\n[profile b]\n[profile a]\nX = 2\ny = 3',
    profiles: { a: { x: '2', y: '3' }, b: {} },
    codes: ['duplicate-section@4', 'duplicate-key@5'],
  },
  {
    name: '[profile default] hides [default], whatever the order, and its faults with it',
    text: '[profile default]\nx = 1\n[default]\nx = 2\nbroken\ny = 3',
    profiles: { default: { x: '1' } },
    codes: ['default-hidden@3', 'missing-equals@5'],
  },
  {
    name: 'sections that are none',
    text: '[a]\nx = 1\n[profile a b]\nx = 2\n[PROFILE c]\n[]\n[profile ]\n[Default]\n[sso-sessionfoo]\nx = 3',
    profiles: {},
    codes: [
      'not-a-profile@1',
      'invalid-name@3',
      'unknown-section@5',
      'not-a-profile@6',
      'not-a-profile@7',
      'not-a-profile@8',
      'not-a-profile@9',
    ],
  },
  {
    name: 'an invalid key is ignored with what continues it',
    text: '[profile a]\nin valid = 1\n  more\nx = 2',
    profiles: { a: { x: '2' } },
    codes: ['invalid-key@2'],
  },
];

const BROKEN: readonly Row[] = [
  {
    name: 'header without bracket: its keys belong to no profile',
    text: '[profile a]\nx = 1\n[profile b\nregion = LEAK\n[profile c]\ny = 2',
    profiles: { a: { x: '1' }, c: { y: '2' } },
    codes: ['unclosed-header@3'],
  },
  {
    name: 'lines before any section',
    text: 'x = 1\n  y\n[profile a]\nz = 2',
    profiles: { a: { z: '2' } },
    codes: ['line-before-section@1', 'line-before-section@2'],
  },
  {
    name: 'line without delimiter, and what continues it',
    text: '[profile a]\nbroken\n  more\nx = 1',
    profiles: { a: { x: '1' } },
    codes: ['missing-equals@2'],
  },
  {
    name: 'only a comment after the key',
    text: '[profile a]\nkey # = 1',
    profiles: { a: {} },
    codes: ['missing-equals@2'],
  },
  { name: 'empty key', text: '[profile a]\n= 1\n : 2', profiles: { a: {} }, codes: ['empty-key@2'] },
  {
    name: 'continuation without property',
    text: '[profile a]\n  continued\n[profile b]\nx = 1\n[profile b]\n  y',
    profiles: { a: {}, b: { x: '1' } },
    codes: [
      'indented-key@2',
      'missing-equals@2',
      'duplicate-section@5',
      'indented-key@6',
      'missing-equals@6',
    ],
  },
  {
    name: 'nested line without equals or name',
    text: '[profile a]\ns3 =\n  broken\n  = v\n  k = v\nx = 1',
    profiles: { a: { s3: { k: 'v' }, x: '1' } },
    codes: ['nested-missing-equals@3', 'nested-empty-key@4'],
  },
];

for (const [title, rows] of [
  ['what every AWS tool reads', PLAIN],
  ['what is tolerated with a warning', TOLERATED],
  ['what is malformed', BROKEN],
] as const) {
  describe(`config file: ${title}`, () => {
    for (const { name, text, profiles, codes } of rows) {
      it(name, () => {
        const config = configOf(text);
        assert.deepEqual(valuesOf(config), profiles);
        assert.deepEqual(codesOf(config), codes ?? []);
        assert.equal(
          config.diagnostics.every(({ message }) => !/LEAK|broken/.test(message)),
          true,
        );
      });
    }
  });
}

describe('a malformed line breaks its own section alone', () => {
  const config = configOf(
    'before\n[profile a]\nok = 1\nbroken\n[profile b]\nx = 1\n[sso-session s]\nbroken\n[profile c\n',
  );
  it('has the fault with file, line and profile', () => {
    const [fault] = config.profiles.get('a')?.faults ?? [];
    assert.deepEqual(
      { ...fault, message: '' },
      {
        severity: 'error',
        code: 'missing-equals',
        message: '',
        file: '/home/jane/.aws/config',
        line: 4,
        profile: 'a',
      },
    );
  });
  it('leaves the others whole', () => assert.deepEqual(config.profiles.get('b')?.faults, []));
  it('holds for sessions', () => assert.equal(config.ssoSessions.get('s')?.faults[0]?.line, 8));
  it('keeps the name that an unclosed header was meant to have', () => {
    assert.equal(config.diagnostics.find(({ code }) => code === 'unclosed-header')?.profile, 'c');
  });
  it('counts an unclosed second header against the profile, in either file', () => {
    const twice = configOf('[profile a\nrole_arn = x', '[a]\naws_access_key_id = AKIA');
    assert.equal(twice.profiles.get('a')?.faults[0]?.code, 'unclosed-header');
  });
});
