import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import * as names from '../../../src/core/completion/names.ts';

const listed = (lines: string): readonly string[] => (lines === '' ? [] : lines.split('\n'));
const profilesIn = (texts: names.AwsTexts, like: names.Like): readonly string[] =>
  listed(names.profilesIn(texts, like));
const sessionsIn = (config: string, like: names.Like): readonly string[] =>
  listed(names.sessionsIn(config, like));
const regionsIn = (config: string, like: names.Like): readonly string[] =>
  listed(names.regionsIn(config, like));

const ALL = { text: '', isLoose: false };

describe('names for completion', () => {
  const cases: readonly (readonly [string, string, readonly string[]])[] = [
    [
      'plain ones',
      '[default]\n[profile a]\nregion = x\n[profile b.c/d@e:f]\n',
      ['default', 'a', 'b.c/d@e:f'],
    ],
    ['no other section', '[sso-session s]\n[services v]\n[plugins]\n[x]\n[profile a]\n', ['a']],
    ['each once', '[profile a]\n[profile "a"]\n[profile b\\ c]\n[profile "b c"]\n', ['a', 'b c']],
    ['quoted and escaped', '[profile "a b"]\n[profile c\\ d]\n', ['a b', 'c d']],
    ['CRLF and comments', '[profile a]\r\n[profile b] # c\r\n', ['b', 'a']],
    ['a lone carriage return', '[profile a]\r[profile b]\n', ['a', 'b']],
    ['a byte order mark', '\uFEFF[profile a]\n', ['a']],
    ['indented headers', '[profile a]\ns3 =\n [profile no]\n\n[profile b]\n [profile c]\n', ['a', 'b', 'c']],
    ['no control character', '[profile "a\tb"]\n[profile "c\u001b[31m"]\n[profile d]\n', ['d']],
    ['odd brackets', '[profile [a]\n[profile a]b]\n[profile c]\n', ['[a', 'a]b', 'c']],
  ];
  for (const [what, config, expected] of cases) {
    it(what, () => {
      assert.deepEqual(
        [...profilesIn({ config, credentials: null }, ALL)].toSorted(),
        [...expected].toSorted(),
      );
    });
  }

  it('those of the credentials file too, as they stand', () => {
    const credentials = '[a]\n[b c]\n["d"]\n[e$(x)]\n';
    assert.deepEqual(profilesIn({ config: '[profile a]\n', credentials }, ALL), ['a', 'b c', '"d"', 'e$(x)']);
  });

  it('many of one kind and of the other', () => {
    const many = (text: (at: number) => string): string =>
      Array.from({ length: 60 }, (_, at) => text(at)).join('');
    const config = many((at) => `[profile p${at}]\n`);
    const credentials = many((at) => `[p${at}]\n[c${at}]\n`);
    assert.equal(new Set(profilesIn({ config, credentials }, ALL)).size, 120);
    assert.equal(profilesIn({ config, credentials }, ALL).length, 120);
    assert.equal(profilesIn({ config, credentials: '[p1]\n[c1]\n' }, ALL).length, 61);
  });

  it('the word profile in capitals is none', () => {
    const texts = { config: '[Profile Prod]\n[profile prod]\n', credentials: null };
    assert.deepEqual(profilesIn(texts, { text: 'PROD', isLoose: true }), ['prod']);
  });

  it('by their beginning, or by any part', () => {
    const texts = {
      config: '[profile Prod]\n[profile a-prod]\n[profile "a.prod x"]\n',
      credentials: '[p*d]\n',
    };
    assert.deepEqual(profilesIn(texts, { text: 'Pr', isLoose: false }), ['Prod']);
    assert.deepEqual(profilesIn(texts, { text: 'a.', isLoose: false }), ['a.prod x']);
    assert.deepEqual(profilesIn(texts, { text: 'p*', isLoose: false }), ['p*d']);
    assert.deepEqual([...profilesIn(texts, { text: 'prod', isLoose: true })].toSorted(), [
      'Prod',
      'a-prod',
      'a.prod x',
    ]);
    assert.deepEqual(profilesIn(texts, { text: 'ä', isLoose: true }), []);
  });

  it('sessions and regions', () => {
    const config =
      '[sso-session acme]\nsso_region = eu-west-1\n[profile a]\nregion=us-gov-east-1\nregion = $(x)\n';
    assert.deepEqual(sessionsIn(config, ALL), ['acme']);
    assert.deepEqual(regionsIn(config, ALL), ['eu-west-1', 'us-gov-east-1']);
  });
});
