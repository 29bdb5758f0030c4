import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { expireToken } from '../support/expire-token.ts';
import { flocksUnder } from '../support/flocks.ts';
import { AWSCRED } from '../support/sandbox.ts';
import { figure, signIn, stressHome, type StressHome } from '../support/stress-home.ts';
import { until } from '../support/until.ts';

const KILLS = 200;
const WAITERS = 8;
const BUDGET_MS = 240_000;

/** How long an undisturbed holder takes, in milliseconds: kills are spread over all of it. */
async function spanOf(aws: StressHome): Promise<number> {
  const start = performance.now();
  const result = await aws.run(['process', 'prod-readonly', '--refresh']);
  assert.equal(result.status, 0, result.stderr);
  return performance.now() - start;
}

/** Kills the holder after `ms` and returns the statuses of those that waited, or came after it. */
async function round(aws: StressHome, ms: number): Promise<readonly (number | null)[]> {
  const env = { ...aws.env };
  const holder = aws.sandbox.start([process.execPath, AWSCRED, 'process', 'prod-readonly', '--refresh'], {
    env,
  });
  const waiters = Array.from({ length: WAITERS }, async () =>
    aws.run(['process', 'prod-readonly', '--refresh']),
  );
  await sleep(ms);
  holder.kill('SIGKILL');
  const results = await Promise.all(waiters);
  return results.map((result) => result.status);
}

describe('a holder killed with SIGKILL', () => {
  for (const store of ['file', 'keychain'] as const) {
    it(`at random points, ${WAITERS} waiters each, ${store}`, async () => {
      const aws = await stressHome(store);
      await signIn(aws);
      const span = await spanOf(aws);
      const start = performance.now();
      const counts = { rounds: 0, needsPerson: 0, other: 0, corrupt: 0, stale: 0, calls: 0 };
      const half = { kills: KILLS / 2, ms: BUDGET_MS / 2 };
      for (; counts.rounds < half.kills && performance.now() - start < half.ms; counts.rounds += 1) {
        await expireToken(aws.sandbox.environment(aws.env));
        const calls = aws.count('GetRoleCredentials');
        const statuses = await round(aws, Math.random() * span * 1.5);
        counts.calls = Math.max(counts.calls, aws.count('GetRoleCredentials') - calls);
        if (statuses.every((status) => status === 4)) {
          // The kill came between the server's answer and our write: the server has ended the old token.
          counts.needsPerson += 1;
          await signIn(aws);
        } else {
          counts.other += statuses.filter((status) => status !== 0).length;
        }
        await until(() => flocksUnder(aws.sandbox.home).length === 0);
        counts.stale += staleLocks(aws.sandbox.home);
        counts.corrupt += corruptItems(aws.sandbox.home);
      }
      const check = await aws.run(['process', 'prod-readonly']);
      figure(
        `killed, ${store}: ${counts.rounds} kills: ${counts.other} waiters failed, ${counts.needsPerson} sessions lost ` +
          `between answer and write, ${counts.corrupt} corrupt, ${counts.stale} stale locks; at most ${counts.calls} GetRoleCredentials`,
      );
      assert.equal(check.status, 0, check.stderr);
      assert.deepEqual([counts.other, counts.corrupt, counts.stale], [0, 0, 0]);
    });
  }
});

/** Locks that cannot be taken, though all processes have ended. */
function staleLocks(home: string): number {
  const folder = join(home, '.local/state/awscred/locks');
  const names = readdirSync(folder).filter((name) => name.endsWith('.lock'));
  return names.filter((name) => spawnSync('flock', ['-n', join(folder, name), 'true']).status !== 0).length;
}

/** Files of the store that are no JSON. */
function corruptItems(home: string): number {
  const folder = join(home, '.local/state/awscred');
  const files = readdirSync(folder, { recursive: true }).map(String);
  return files.filter((name) => /index\.json$|store\/v1\.[^/]*$/.test(name) && !isJson(join(folder, name)))
    .length;
}

function isJson(path: string): boolean {
  try {
    JSON.parse(readFileSync(path, 'utf8'));
    return true;
  } catch {
    return false;
  }
}
