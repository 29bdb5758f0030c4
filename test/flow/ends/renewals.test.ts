import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Credentials } from '../../../src/core/credentials.ts';
import { NO_GUARDS } from '../../../src/core/settings/guards.ts';
import { Secret } from '../../../src/core/secret.ts';
import { AwscredError } from '../../../src/errors.ts';
import { obtain, Renewals } from '../../../src/flow/ends/share/renewals.ts';
import { planFor } from '../../../src/flow/line/plan-for.ts';
import type { Run } from '../../../src/flow/line/run.ts';
import { configOf, PLAIN_REQUEST, SETTINGS } from '../../support/plan.ts';
import { testPorts, type TestPorts } from '../../support/ports.ts';

const CONFIG = `[profile keys]
region = eu-west-1
aws_access_key_id = AKIAUSER
aws_secret_access_key = example
[profile role]
region = eu-west-1
role_arn = arn:aws:iam::444455556666:role/Reader
source_profile = keys
`;
const HOUR = 3_600_000;

/** A share of a role that lives as long as said; `fails` says which tries AWS does not answer. */
function sharing(
  life: number,
  fails: (tries: number) => boolean = () => false,
): { run: Run; ports: TestPorts } {
  const ports = testPorts();
  let tries = 0;
  ports.aws.on('assumeRole', () => {
    tries += 1;
    if (fails(tries)) {
      throw new AwscredError('NETWORK', 'cannot reach AWS');
    }
    return {
      accessKeyId: `ASIA${tries}`,
      secretAccessKey: new Secret('s'),
      sessionToken: new Secret('t'),
      expiresAt: ports.clock.now() + life,
      accountId: null,
      arn: 'arn:aws:sts::444455556666:assumed-role/Reader/x',
    };
  });
  const run: Run = {
    ports,
    settings: SETTINGS,
    request: PLAIN_REQUEST,
    config: () => configOf({ config: CONFIG }),
    guards: () => NO_GUARDS,
    accountName: () => null,
  };
  return { run, ports };
}

/** For how long (ms) each had been there when the next one came, and how much life it had left then. */
async function renewed(run: Run, hours: number): Promise<readonly (readonly [string, number])[]> {
  const plan = planFor(run, 'role');
  const first = await obtain(run, plan);
  let current: Credentials = first;
  const seen: (readonly [string, number])[] = [];
  const { clock } = run.ports;
  const status = await new Renewals(run, plan, first).keepUp({
    until: clock.now() + hours * HOUR,
    asked: new Promise(() => undefined),
    ended: new Promise(() => undefined),
    hand: async (next) => {
      seen.push([next.accessKeyId, (current.expiresAt ?? 0) - clock.now()]);
      current = next;
      await Promise.resolve();
    },
  });
  assert.equal(status, 0);
  return seen;
}

describe('what is shared', () => {
  it('is renewed before 15 minutes are left, again and again', async () => {
    const { run } = sharing(HOUR);
    const seen = await renewed(run, 4);
    assert.ok(seen.length >= 4);
    for (const [, left] of seen) {
      assert.ok(left > 15 * 60_000 && left <= 16 * 60_000, String(left));
    }
    assert.equal(new Set(seen.map(([key]) => key)).size, seen.length);
  });

  it('is renewed at half of a short life', async () => {
    const { run } = sharing(15 * 60_000);
    const seen = await renewed(run, 1);
    assert.ok(seen.length >= 6);
    seen.forEach(([, left]) => assert.ok(left > 6 * 60_000, String(left)));
  });

  it('stays what it is where renewing fails, which is said, and is renewed once it does not', async () => {
    const { run, ports } = sharing(HOUR, (tries) => tries > 1 && tries < 8);
    const seen = await renewed(run, 1);
    assert.ok(seen.length >= 1);
    assert.ok(ports.report.lines.some((line) => /cannot renew what is shared: cannot reach AWS/.test(line)));
  });

  it('ends with 0 at Ctrl-C and as the system would at other signals', async () => {
    for (const [signal, status] of [
      ['SIGINT', 0],
      ['SIGTERM', 143],
      ['SIGHUP', 129],
    ] as const) {
      const { run } = sharing(HOUR);
      const plan = planFor(run, 'role');
      const keeping = {
        until: null,
        asked: Promise.resolve(signal),
        ended: new Promise<never>(() => undefined),
        hand: async () => Promise.resolve(),
      };
      assert.equal(await new Renewals(run, plan, await obtain(run, plan)).keepUp(keeping), status);
    }
  });
});
