import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { nearest } from '../../../src/core/text/nearest.ts';
import {
  namedProfile,
  profileNamed,
  unknownProfile,
  unnamedProfile,
} from '../../../src/core/aws-files/profile-choice.ts';
import { configOf } from '../../support/files/config-text.ts';
import { environmentOf, thrownBy } from '../../support/variables.ts';

describe('namedProfile', () => {
  const all = { AWSCRED_PROFILE: 'a', AWS_PROFILE: 'b', AWS_DEFAULT_PROFILE: 'c' };
  const rows: readonly [string | null, Record<string, string>, string, string][] = [
    ['typed', all, 'typed', 'PROFILE'],
    [null, all, 'a', 'AWSCRED_PROFILE'],
    [null, { ...all, AWSCRED_PROFILE: '' }, 'b', 'AWS_PROFILE'],
    [null, { AWS_DEFAULT_PROFILE: 'c' }, 'c', 'AWS_DEFAULT_PROFILE'],
    [null, {}, 'default', 'default'],
  ];
  for (const [typed, variables, name, from] of rows) {
    it(from, () => {
      const choice = namedProfile(typed, environmentOf(variables)) ?? unnamedProfile(null);
      assert.deepEqual(choice, { name, from, rule: null });
    });
  }
});

describe('unknownProfile', () => {
  const config = configOf(
    '[profile prod-readonly]\n[profile prod-admin]\n[profile dev]\n[profile x\n[staging]\n',
  );
  const explain = (name: string): ReturnType<typeof thrownBy> =>
    thrownBy(() => profileNamed(config, name, '/home/jane'));
  it('names the nearest', () => {
    const { code, message, hints } = explain('prod-readonli');
    assert.deepEqual(
      [code, message, hints],
      [
        'UNKNOWN_PROFILE',
        'no profile "prod-readonli"',
        ['did you mean prod-readonly? (3 profiles: awscred list)'],
      ],
    );
  });
  it('names what contains it', () => {
    assert.deepEqual(explain('prod').hints, [
      'did you mean prod-admin or prod-readonly? (3 profiles: awscred list)',
    ]);
  });
  it('names none where none is near', () =>
    assert.deepEqual(explain('zzz').hints, ['3 profiles: awscred list']));
  it('points at the header that does not make the profile', () => {
    assert.deepEqual([explain('x').line, explain('staging').line], [4, 5]);
    assert.match(explain('staging').message, /write \[profile staging\]$/);
  });
  it('shows a hostile name escaped and cut', () => {
    const { message } = explain(`\u001b[2J\u202E${'x'.repeat(10_000)}`);
    assert.match(message, /^no profile "\\u\{1b\}\[2J\\u\{202e\}x+…"$/);
  });
  it('says that there is nothing yet', () => {
    const { message, hints } = unknownProfile(configOf(null), 'default', '/home/jane');
    assert.equal(message, 'no AWS profiles yet: ~/.aws/config does not exist');
    assert.equal(hints.length, 1);
  });
});

describe('profileNamed', () => {
  it('fails with the fault of a malformed profile, and of no other', () => {
    const config = configOf('[profile a]\nbroken\n[profile b]\n');
    const { code, message, line } = thrownBy(() => profileNamed(config, 'a', '/'));
    assert.deepEqual(
      [code, message, line],
      ['CONFIG_SYNTAX', 'profile a: a line has no "=" after its key', 2],
    );
    assert.equal(profileNamed(config, 'b', '/').name, 'b');
  });
});

describe('nearest', () => {
  it('is quick on many long names', () => {
    const names = Array.from({ length: 10_000 }, (_, index) => `team-${index}.${'x'.repeat(500)}`);
    assert.equal(nearest('team-77', names).length, 3);
  });
});
