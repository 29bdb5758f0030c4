import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { inShort, planOf } from '../../support/plan.ts';

const CONFIG = `[profile A]
region = eu-west-1
role_arn = arn:aws:iam::111122223333:role/RA
credential_source = Environment
[profile M]
region = eu-west-1
role_arn = arn:aws:iam::111122223333:role/RA
credential_source = Environment
mfa_serial = arn:aws:iam::111122223333:mfa/u
`;
const KEYS = { AWS_ACCESS_KEY_ID: 'AKIAEXAMPLE000000001', AWS_SECRET_ACCESS_KEY: 's' };
const POD = { AWS_ROLE_ARN: 'arn:aws:iam::111122223333:role/Pod', AWS_WEB_IDENTITY_TOKEN_FILE: '/var/token' };

describe('credential_source = Environment', () => {
  for (const [what, profile, env, plan] of [
    ['keys', 'A', KEYS, 'environment → role RA'],
    ['nothing, to be explained', 'A', {}, 'environment → role RA'],
    ['a pod’s token', 'A', POD, 'web-identity → role RA'],
    ['keys before a token', 'A', { ...POD, ...KEYS }, 'environment → role RA'],
    ['half of a pod’s variables', 'A', { AWS_ROLE_ARN: POD.AWS_ROLE_ARN }, 'environment → role RA'],
    ['long-lived keys and MFA', 'M', KEYS, 'environment → mfa u → role RA'],
    ['a session and MFA', 'M', { ...KEYS, AWS_SESSION_TOKEN: 't' }, 'environment → role RA+code'],
  ] as const) {
    it(`is planned from ${what}`, () => {
      assert.equal(inShort(planOf({ config: CONFIG, env }, profile)), plan);
    });
  }

  it('says where the pod’s role comes from', () => {
    const [step] = planOf({ config: CONFIG, env: POD }, 'A').steps;
    assert.equal(step?.profile, 'A');
    assert.deepEqual(Object.keys(step?.settings ?? {}), [
      'credential_source',
      'role_arn',
      'web_identity_token_file',
    ]);
  });

  it('caps a role behind a session at an hour', () => {
    const env = { ...KEYS, AWS_SESSION_TOKEN: 't' };
    assert.equal(planOf({ config: CONFIG, env }, 'A').steps.at(-1)?.caps.length, 1);
    assert.equal(planOf({ config: CONFIG, env: KEYS }, 'A').steps.at(-1)?.caps.length, 0);
  });
});
