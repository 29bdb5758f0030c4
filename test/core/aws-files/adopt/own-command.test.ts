import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { followedProfile } from '../../../../src/core/aws-files/adopt/own-command.ts';
import { inShort, planOf } from '../../../support/plan.ts';

const KEYS = '[profile keys]\naws_access_key_id = AID\naws_secret_access_key = s\n';
const ROLE =
  '[profile role]\nrole_arn = arn:aws:iam::111122223333:role/R\nsource_profile = keys\nregion = eu-north-1\n';
const by = (name: string, line: string): string => `[profile ${name}]\ncredential_process = ${line}\n`;

describe('a credential_process that is awscred', () => {
  for (const line of [
    'awscred process role',
    '/opt/my tools/awscred process role'.replace('my tools', 'tools'),
    '"/opt/my tools/awscred" process role',
    '/usr/bin/node /opt/awscred/bin/awscred.cjs process role',
    'node --no-warnings "/opt/a b/bin/awscred.cjs" credential-process --profile role',
    '/home/jane/.local/bin/awscred-launcher process role',
    'awscred process --profile=role --no-input -q',
    'awscred -p role process --min-ttl 15m',
    "awscred process -- 'role'",
    '/usr/bin/env awscred process role',
  ]) {
    it(`is followed: ${line}`, () => {
      const plan = planOf({ config: KEYS + ROLE + by('alias', line) }, 'alias');
      assert.equal(inShort(plan), 'keys AID → role R');
      assert.deepEqual([plan.profile, plan.region?.value], ['alias', 'eu-north-1']);
    });
  }

  for (const line of [
    'awscreds process role',
    '/opt/awscred/run process role',
    'awscred exec role -- true',
    'node other.cjs process role',
    'awscred process role more',
    'awscred process role --role-arn arn:aws:iam::1:role/X',
    'sh -c "awscred process role"',
  ]) {
    it(`is a program like others: ${line}`, () => {
      assert.equal(followedProfile(line), null);
      const plan = planOf({ config: KEYS + ROLE + by('alias', line) }, 'alias');
      assert.equal(inShort(plan), 'credential-process');
    });
  }

  it('is no program at all with an open quote', () => {
    const line = '"awscred process role';
    assert.equal(followedProfile(line), null);
    assert.throws(
      () => planOf({ config: KEYS + ROLE + by('alias', line) }, 'alias'),
      /has a quote that is not closed/,
    );
  });

  it('is followed through several, and as the source of a role', () => {
    const config =
      KEYS +
      ROLE +
      by('one', 'awscred process two') +
      by('two', 'awscred process role') +
      '[profile more]\nrole_arn = arn:aws:iam::444455556666:role/More\nsource_profile = one\n';
    assert.equal(inShort(planOf({ config }, 'one')), 'keys AID → role R');
    assert.equal(inShort(planOf({ config }, 'more')), 'keys AID → role R → role More');
  });

  it('for itself, or in a circle, or for a profile that is not there, is a fault with its lines', () => {
    const circle = by('a', 'awscred process b') + by('b', 'awscred process a');
    const itself = `${by('self', 'awscred process self')}aws_access_key_id = AID\naws_secret_access_key = s\n`;
    const role = `[profile r]\nrole_arn = arn:aws:iam::444455556666:role/R\nsource_profile = s\n${by('s', 'awscred process r')}`;
    assert.throws(() => planOf({ config: itself }, 'self'), {
      code: 'CONFIG',
      message: /circle: self \(\S+:2\) → self/,
    });
    assert.throws(() => planOf({ config: circle }, 'a'), {
      code: 'CONFIG',
      message: /a \(\S+\) → b \(\S+\) → a/,
    });
    assert.throws(() => planOf({ config: role }, 'r'), { code: 'CONFIG', message: /circle: r/ });
    assert.throws(() => planOf({ config: by('x', 'awscred process gone') }, 'x'), {
      code: 'CONFIG',
      message: /credential_process asks awscred for the profile "gone", which does not exist/,
    });
  });
});
