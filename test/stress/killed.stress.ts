import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { expireToken } from '../support/expire-token.ts';
import { flocksUnder } from '../support/flocks.ts';
import { AWSCRED } from '../support/sandbox.ts';
import { figure, signIn, stressHome, type StressHome } from '../support/stress-home.ts';
import { until } from '../support/until.ts';

const WAITERS = 8;

const KEYRING_GONE = /keychain is locked|without replying|NoReply|not activatable|did not answer/;

interface Round {
  /** Of those that waited for the holder, or came after it. */
  readonly statuses: readonly (number | null)[];
  /** How long the holder lived, in milliseconds. */
  readonly lived: number;
  /** A killed client can crash gnome-keyring (seen: once in some hundred kills); what starts anew is locked. */
  readonly keyringCrashed: boolean;
}

/** A holder and its waiters, all at once; the holder is killed after `ms`, or not where that is null. */
async function round(aws: StressHome, ms: number | null): Promise<Round> {
  const words = ['process', 'prod-readonly', '--refresh'];
  const start = performance.now();
  const holder = aws.sandbox.start([process.execPath, AWSCRED, ...words], { env: aws.env });
  const ended = once(holder, 'exit').then(() => performance.now() - start);
  const waiters = Array.from({ length: WAITERS }, async () => aws.run(words));
  if (ms !== null) {
    await Promise.race([sleep(ms), ended]);
    holder.kill('SIGKILL');
  }
  const results = await Promise.all(waiters);
  const keyringCrashed = results.some(({ status, stderr }) => status === 5 && KEYRING_GONE.test(stderr));
  return { statuses: results.map((result) => result.status), lived: await ended, keyringCrashed };
}

const ROWS = [
  { store: 'keychain', kills: 200, budgetMs: 200_000 },
  // Each process derives the key anew, so that it is slow.
  { store: 'file', kills: 20, budgetMs: 40_000 },
] as const;

describe('a holder killed with SIGKILL', () => {
  for (const { store, kills, budgetMs } of ROWS) {
    it(`at random points of the line, ${WAITERS} waiters each, ${store}`, async () => {
      let aws = await stressHome(store);
      await signIn(aws);
      // An undisturbed round tells how long the line is among so many.
      const span = (await round(aws, null)).lived;
      const start = performance.now();
      const counts = {
        rounds: 0,
        early: 0,
        sessions: 0,
        crashes: 0,
        failed: 0,
        corrupt: 0,
        stale: 0,
        most: 0,
      };
      for (; counts.rounds < kills && performance.now() - start < budgetMs; counts.rounds += 1) {
        await expireToken(aws.sandbox.environment(aws.env));
        const before = aws.count('GetRoleCredentials');
        const { statuses, keyringCrashed } = await round(aws, Math.random() * span);
        const calls = aws.count('GetRoleCredentials') - before;
        counts.most = Math.max(counts.most, calls);
        counts.early += calls < 2 ? 1 : 0;
        if (keyringCrashed) {
          counts.crashes += 1;
          aws = await stressHome(store);
          await signIn(aws);
          continue;
        }
        if (statuses.every((status) => status === 4)) {
          // The kill came between the server's answer and our write: the server has ended the old token.
          counts.sessions += 1;
          await signIn(aws);
        } else {
          counts.failed += statuses.filter((status) => status !== 0).length;
        }
        await until(() => flocksUnder(aws.sandbox.home).length === 0);
        counts.stale += staleLocks(aws.sandbox.home);
        counts.corrupt += corruptItems(aws.sandbox.home);
      }
      const { rounds, early, sessions, crashes, failed, corrupt, stale, most } = counts;
      figure(
        `${store}: ${rounds} holders killed (${rounds - early} after its first call), ${WAITERS} waiters each: ` +
          `${failed} failed, ${sessions} sessions lost between answer and write, ${corrupt} corrupt, ` +
          `${stale} stale locks, 0 children left; at most ${most} GetRoleCredentials; ` +
          `gnome-keyring itself crashed ${crashes} times`,
      );
      const after = await aws.run(['process', 'prod-readonly']);
      assert.equal(after.status, 0, after.stderr);
      assert.deepEqual([failed, corrupt, stale], [0, 0, 0]);
      assert.ok(most <= 2, 'one took over');
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
