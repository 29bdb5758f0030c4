import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { killedRound, type KilledRound } from '../support/process/killed-holder.ts';
import { deadline, figure, signIn, stressHome } from '../support/files/stress-home.ts';

const WAITERS = 8;

const KEYRING_GONE = /keychain is locked|without replying|NoReply|not activatable|did not answer/;

const ROWS = [
  { store: 'keychain', kills: 200, seconds: 150 },
  // Each process derives the key anew, so that it is slow.
  { store: 'file', kills: 20, seconds: 30 },
] as const;

class Tally {
  rounds = 0;
  /** Kills of a process that held a lock, and those between the first call and the last. */
  held = 0;
  midway = 0;
  sessions = 0;
  crashes = 0;
  failed = 0;
  corrupt = 0;
  staleLocks = 0;
  orphans = 0;
  /** Rounds in which not exactly one took over: no call of one, or more than the dead one's and his. */
  others = 0;

  add(round: KilledRound, isLost: boolean): void {
    const { calls, statuses, kill } = round;
    this.held += kill.heldLock ? 1 : 0;
    this.midway += kill.calls > 0 && kill.calls < 4 ? 1 : 0;
    this.sessions += isLost ? 1 : 0;
    this.failed += isLost ? 0 : statuses.filter((status) => status !== 0).length;
    this.corrupt += round.corrupt;
    this.staleLocks += round.staleLocks;
    this.orphans += round.orphans;
    this.others += isLost || isOneAfterAnother(calls) ? 0 : 1;
  }
}

/** What the dead one had asked, and what one after it asked: two of a kind at most, four of the two hops. */
function isOneAfterAnother({ CreateToken, GetRoleCredentials, AssumeRole }: KilledRound['calls']): boolean {
  const counts = [CreateToken, GetRoleCredentials, AssumeRole / 2];
  return counts.every((count) => count >= 1 && count <= 2);
}

describe('a holder killed with SIGKILL', () => {
  for (const { store, kills, seconds } of ROWS) {
    it(`at random points of the line, ${WAITERS} waiters each, ${store}`, async () => {
      let aws = await stressHome(store);
      await signIn(aws);
      // An undisturbed round tells how long the work is among so many.
      const { work } = await killedRound(aws, { ms: null, waiters: WAITERS });
      const tally = new Tally();
      for (const isOver = deadline(seconds); tally.rounds < kills && !isOver(); tally.rounds += 1) {
        const round = await killedRound(aws, { ms: 1.2 * Math.random() * work, waiters: WAITERS });
        // A killed client can crash gnome-keyring (seen: once in some hundred kills); what starts anew is locked.
        if (round.statuses.includes(5) && KEYRING_GONE.test(round.stderr)) {
          tally.crashes += 1;
          aws = await stressHome(store);
          await signIn(aws);
          continue;
        }
        // The kill came between the server's answer and our write: the server has ended the old token.
        const isLost = round.statuses.every((status) => status === 4);
        tally.add(round, isLost);
        if (isLost) {
          await signIn(aws);
        }
      }
      const { rounds, held, midway, sessions, crashes, failed, corrupt, staleLocks, orphans, others } = tally;
      figure(
        `${store}: ${rounds} killed (${held} while it held a lock, ${midway} between the first call and the last), ` +
          `${WAITERS} waiters each: ` +
          `exactly one took over in all but ${others}; ${failed} failed, ` +
          `${sessions} sessions lost between answer and write, ${corrupt} corrupt items, ` +
          `${staleLocks} stale locks, ${orphans} orphans; gnome-keyring itself crashed ${crashes} times`,
      );
      const after = await aws.run(['process', 'prod-readonly']);
      assert.equal(after.status, 0, after.stderr);
      assert.deepEqual([failed, corrupt, staleLocks, orphans, others], [0, 0, 0, 0, 0]);
    });
  }
});
