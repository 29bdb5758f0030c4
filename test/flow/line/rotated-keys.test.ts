import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import type { Credentials } from '../../../src/core/credentials.ts';
import { keptKeyName, keptKeysText } from '../../../src/core/kept-keys.ts';
import type { Plan } from '../../../src/core/plan/step.ts';
import { Secret } from '../../../src/core/secret.ts';
import { execute } from '../../../src/flow/line/execute.ts';
import { configOf, PLAIN_REQUEST, planOf, SETTINGS } from '../../support/plan.ts';
import { testPorts, type TestPorts } from '../../support/ports.ts';
import { refusal } from '../../support/ports/test-aws.ts';

const CONFIG = `[profile keys]
aws_access_key_id = AKIAOLD
aws_secret_access_key = s
[profile hub]
role_arn = arn:aws:iam::1:role/Hub
source_profile = keys
`;

/** The plan of a role behind keys that the store keeps. */
function keptPlan(): Plan {
  const plan = planOf({ config: CONFIG }, 'hub');
  const steps = plan.steps.map((step) =>
    step.kind === 'stored-keys' ? ({ ...step, where: 'store' } as const) : step,
  );
  return { ...plan, steps };
}

describe('keys that are rotated while a call is under way', () => {
  let ports: TestPorts;
  let signers: string[];

  beforeEach(async () => {
    ports = testPorts();
    signers = [];
    await keep('AKIAOLD');
  });

  async function keep(accessKeyId: string): Promise<void> {
    const current = { accessKeyId, secretAccessKey: new Secret('s') };
    const facts = { label: '', profile: 'keys', expiresAt: null, savedAt: 0, through: null };
    const id = { kind: 'iam', key: keptKeyName('keys') } as const;
    await ports.store.put(id, keptKeysText({ current, next: null, old: null }), facts);
  }

  const run = async () =>
    execute(
      { plan: keptPlan(), config: configOf({ config: CONFIG }), request: PLAIN_REQUEST, settings: SETTINGS },
      ports,
    );

  const session = (as: Credentials): Credentials => {
    signers.push(as.accessKeyId);
    const expiresAt = ports.clock.now() + 3_600_000;
    return { ...as, accessKeyId: 'ASIA', sessionToken: new Secret('t'), expiresAt, accountId: '1' };
  };

  it('are read again, and the call is made once more', async () => {
    const rejected = refusal('InvalidClientTokenId', 403);
    ports.aws.on(
      'assumeRole',
      async (_site, as) => {
        signers.push(as.accessKeyId);
        await keep('AKIANEW');
        throw rejected;
      },
      (_site, as) => session(as),
    );
    assert.equal((await run()).credentials.accessKeyId, 'ASIA');
    assert.deepEqual(signers, ['AKIAOLD', 'AKIANEW']);
  });

  it('that are still the same are refused once', async () => {
    ports.aws.on('assumeRole', { fail: refusal('InvalidClientTokenId', 403) });
    await assert.rejects(run());
    assert.equal(ports.aws.count('assumeRole'), 1);
  });
});
