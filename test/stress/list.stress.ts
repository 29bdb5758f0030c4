import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { readConfig } from '../../src/core/aws-files/config.ts';
import { itemsRead, MONITOR } from '../support/store/bus-reads.ts';
import { KEYRING_PROGRAMS } from '../support/store/keyring-session.ts';
import { keepFirst, manyProfiles } from '../support/files/many-profiles.ts';
import { needs } from '../support/process/needs.ts';
import { figure, stressHome, type StressHome } from '../support/files/stress-home.ts';

const PROFILES = 10_000;
const KEPT = 500;

describe('many profiles', { skip: needs(...KEYRING_PROGRAMS, MONITOR) }, () => {
  it(`list with ${PROFILES} profiles, ${KEPT} of them kept in the keychain`, async () => {
    const text = manyProfiles(PROFILES);
    const empty = await stressHome('keychain');
    const full = await stressHome('keychain');
    const write = (aws: StressHome, config: string): void =>
      writeFileSync(join(aws.sandbox.home, '.aws/config'), config);
    write(full, text);
    const kept = await keepFirst(full.sandbox, text, KEPT);
    const moved = await full.run(['store', 'migrate', '--to', 'keychain']);
    assert.equal(moved.status, 0, moved.stderr);

    const parse = await least(async () => Promise.resolve(parsed(text)));
    write(empty, '');
    const nothing = await least(async () => listed(empty));
    write(empty, text);
    const unkept = await least(async () => listed(empty));
    const all = await least(async () => listed(full));
    const read = await itemsRead(full.env, async () => listed(full));
    const [profile = ''] = kept;
    const readForOne = await itemsRead(full.env, async () => {
      const { status, stderr } = await full.run(['process', profile]);
      assert.equal(status, 0, stderr);
    });
    figure(
      `list, ${PROFILES} profiles: ${all.toFixed(0)} ms with ${KEPT} kept, ${unkept.toFixed(0)} ms with none; ` +
        `${nothing.toFixed(0)} ms without profiles, ${parse.toFixed(0)} ms to parse; ` +
        `${read.length} keychain items read by list, ${readForOne.length} by one profile`,
    );
    assert.deepEqual([read.length, readForOne.length], [0, 1]);
    assert.ok(all < 1.5 * unkept + parse);
    assert.equal(full.server.calls.length, 0);
  });
});

async function listed(aws: StressHome): Promise<void> {
  const { status, stderr } = await aws.run(['list']);
  assert.equal(status, 0, stderr);
}

/** In this process, where the parser is warm: less than what a start of awscred takes for it. */
function parsed(text: string): void {
  readConfig({ config: { path: '/c', text }, credentials: { path: '/k', text: null } });
}

/** The least of five runs in milliseconds: what else the machine does counts little. */
async function least(work: () => Promise<void>): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  for (let run = 0; run < 5; run += 1) {
    const start = performance.now();
    await work();
    best = Math.min(best, performance.now() - start);
  }
  return best;
}
