import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { chooseRegion } from '../../../src/core/endpoint/region.ts';
import { configOf } from '../../support/files/config-text.ts';
import { environmentOf, thrownBy } from '../../support/variables.ts';

function choose(option: string | null, variables: Record<string, string>, body: string): unknown {
  const profile = configOf(`[default]\nregion = wrong\n[profile a]\n${body}`).profiles.get('a') ?? null;
  return chooseRegion({ option, environment: environmentOf(variables), profile });
}

const variable = (from: string, value: string): object => ({ value, file: null, line: null, from });
const inFile = (value: string): object => ({ value, file: '/home/jane/.aws/config', line: 4 });

describe('region', () => {
  const both = { AWS_REGION: 'r1', AWS_DEFAULT_REGION: 'r2' };
  const rows: readonly [string, string | null, Record<string, string>, string, unknown][] = [
    ['option first', 'o1', both, 'region = p1', variable('--region', 'o1')],
    ['AWS_REGION', null, both, 'region = p1', variable('AWS_REGION', 'r1')],
    [
      'AWS_DEFAULT_REGION',
      null,
      { AWS_DEFAULT_REGION: 'r2' },
      'region = p1',
      variable('AWS_DEFAULT_REGION', 'r2'),
    ],
    ['an empty variable is unset', null, { AWS_REGION: '' }, 'region = p1', inFile('p1')],
    ['the profile', null, {}, 'region = p1', inFile('p1')],
    ['nothing: [default] never fills in', null, {}, '', null],
    ['an empty key is nothing', null, {}, 'region =', null],
    [
      "awscred's own is not the user's",
      null,
      { AWS_REGION: 'own', AWS_DEFAULT_REGION: 'own', AWSCRED_REGION: 'own' },
      'region = p1',
      inFile('p1'),
    ],
    [
      "the user's own beside it",
      null,
      { ...both, AWSCRED_REGION: 'r1' },
      '',
      variable('AWS_DEFAULT_REGION', 'r2'),
    ],
    ['unknown but of the right form', null, { AWS_REGION: 'Mars-1' }, '', variable('AWS_REGION', 'Mars-1')],
  ];
  for (const [name, option, variables, body, expected] of rows) {
    it(name, () => assert.deepEqual(choose(option, variables, body), expected));
  }
});

describe('a bad region', () => {
  it('in a profile names profile, key and line', () => {
    const { code, message, file, line } = thrownBy(() => choose(null, {}, 'region = eu west\u001b[31m'));
    assert.deepEqual([code, file, line], ['CONFIG', '/home/jane/.aws/config', 4]);
    assert.equal(
      message,
      'profile a: region = "eu west\\u{1b}[31m" is not a region (letters, digits and hyphens)',
    );
  });
  it('in a variable or an option names it', () => {
    assert.match(thrownBy(() => choose(null, { AWS_REGION: 'evil.example/' }, '')).message, /^AWS_REGION = /);
    assert.match(thrownBy(() => choose('', {}, '')).message, /^--region = "" is not/);
  });
  it('is cut', () => {
    assert.ok(thrownBy(() => choose('x'.repeat(5000), {}, '')).message.length < 200);
  });
  it('is a block of keys', () => {
    assert.match(thrownBy(() => choose(null, {}, 'region =\n  a = b')).message, /region is a block of keys/);
  });
});
