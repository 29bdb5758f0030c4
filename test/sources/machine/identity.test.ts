import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Step } from '../../../src/core/plan/step.ts';
import { fingerprints } from '../../../src/sources/fingerprint.ts';
import { planOf } from '../../support/plan.ts';

const CONFIG = `[profile pod]
awscred_source = container
[profile instance]
awscred_source = instance
[profile other-name]
awscred_source = instance
region = eu-west-1
[profile role]
role_arn = arn:aws:iam::111122223333:role/R
credential_source = Environment
`;

type Env = Readonly<Record<string, string>>;

const stepsOf = (profile: string, env: Env = {}): readonly Step[] =>
  planOf({ config: CONFIG, env }, profile).steps;
const keyOf = (steps: readonly Step[]): string | undefined => fingerprints(steps).at(-1);
const elsewhere = (steps: readonly Step[]): readonly Step[] =>
  steps.map((step) => ('machine' in step ? { ...step, machine: 'another machine' } : step));

describe('what a machine gave is kept for that machine alone', () => {
  const POD = {
    AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://127.0.0.1/a',
    AWS_CONTAINER_AUTHORIZATION_TOKEN: 'one',
  };

  it('though two share a home', () => {
    for (const steps of [stepsOf('instance'), stepsOf('pod', POD)]) {
      assert.notEqual(keyOf(steps), keyOf(elsewhere(steps)));
    }
  });

  it('and for its endpoint and token', () => {
    const keys = [
      POD,
      { ...POD, AWS_CONTAINER_AUTHORIZATION_TOKEN: 'two' },
      { ...POD, AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://127.0.0.1/b' },
      { ...POD, AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: '/var/token' },
    ].map((env) => keyOf(stepsOf('pod', env)));
    assert.equal(new Set(keys).size, keys.length);
    const other = stepsOf('instance', { AWS_EC2_METADATA_SERVICE_ENDPOINT: 'http://127.0.0.1:1' });
    assert.notEqual(keyOf(other), keyOf(stepsOf('instance')));
  });

  it('and a role for the keys it was assumed with', () => {
    const keys = ['AKIAEXAMPLE000000001', 'AKIAEXAMPLE000000002'].map((id) =>
      keyOf(stepsOf('role', { AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: 's' })),
    );
    assert.notEqual(keys[0], keys[1]);
  });

  it('whatever the profile is called', () => {
    assert.equal(keyOf(stepsOf('instance')), keyOf(stepsOf('other-name')));
  });

  it('without the token in the plan', () => {
    assert.doesNotMatch(
      JSON.stringify(stepsOf('pod', { ...POD, AWS_CONTAINER_AUTHORIZATION_TOKEN: 's3cr3t' })),
      /s3cr3t/,
    );
  });
});
