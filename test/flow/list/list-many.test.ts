import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { fingerprints } from '../../../src/sources/fingerprint.ts';
import { readConfig } from '../../../src/core/aws-files/config.ts';
import type { Config } from '../../../src/core/aws-files/config-model.ts';
import { Secret } from '../../../src/core/secret.ts';
import { sourceOf } from '../../../src/sources/index.ts';
import { list } from '../../../src/flow/list/list.ts';
import { planFor } from '../../../src/flow/line/plan-for.ts';
import { NO_GUARDS } from '../../../src/core/settings/guards.ts';
import type { Run } from '../../../src/flow/line/run.ts';
import { PLAIN_REQUEST, SETTINGS } from '../../support/plan.ts';
import { testPorts } from '../../support/ports.ts';
import { AwscredError } from '../../../src/errors.ts';

const PROFILES = 10_000;
const KEPT = 500;

const ROLES = Array.from({ length: PROFILES / 2 }, (_, n) => {
  const account = 100_000_000_000 + n;
  return (
    `[profile role${n}]\nrole_arn = arn:aws:iam::${account}:role/R${n % 7}\nsource_profile = base\n` +
    `[profile sso${n}]\nsso_session = acme\nsso_account_id = ${account}\nsso_role_name = R\nregion = eu-west-1\n`
  );
}).join('');
const TEXT =
  '[sso-session acme]\nsso_start_url = https://acme.awsapps.com/start\nsso_region = eu-west-1\n' +
  `[profile base]\nsso_session = acme\nsso_account_id = 111122223333\nsso_role_name = PowerUser\n${ROLES}`;

function parsed(): Config {
  return readConfig({ config: { path: '/c', text: TEXT }, credentials: { path: '/k', text: null } });
}

describe('list, with 10,000 profiles and 500 of them kept', () => {
  const ports = testPorts();
  const config = parsed();
  const run: Run = {
    ports,
    settings: SETTINGS,
    request: PLAIN_REQUEST,
    config: () => config,
    guards: () => NO_GUARDS,
    accountName: () => null,
  };

  it('knows exactly those that are kept, and reads no item for it', async () => {
    const kept = Array.from({ length: KEPT }, (_, n) => (n % 2 === 0 ? `role${n}` : `sso${n}`));
    const now = ports.clock.now();
    for (const profile of kept) {
      const { steps } = planFor(run, profile);
      const last = steps.at(-1);
      assert.ok(last !== undefined);
      const facts = {
        label: sourceOf(last).label(last),
        profile,
        savedAt: now,
        expiresAt: now + 60_000,
        through: null,
      };
      const key = fingerprints(steps).at(-1) ?? '';
      await ports.store.put({ kind: 'tmp', key }, new Secret('{}'), facts);
    }
    ports.store.fails = { get: new AwscredError('STORE', 'list read an item') };
    const rows = list(run);
    assert.equal(rows.length, PROFILES + 1);
    assert.deepEqual(
      rows.filter((row) => row.expiresAt !== null).map((row) => row.profile),
      [...kept].sort(
        (a, b) => rows.findIndex((row) => row.profile === a) - rows.findIndex((row) => row.profile === b),
      ),
    );
  });

  it('takes no more than a few times what reading the file takes', () => {
    const parse = cpuMs(parsed);
    const listing = cpuMs(() => list(run));
    assert.ok(listing < 5 * parse, `${listing.toFixed(0)} ms to list, ${parse.toFixed(0)} ms to parse`);
  });
});

/** The least of three runs, in this process's own time: what else the machine does counts little. */
function cpuMs(work: () => unknown): number {
  const runs = [1, 2, 3].map(() => {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  });
  return Math.min(...runs);
}
