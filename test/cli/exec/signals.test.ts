import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { expireToken } from '../../support/aws/expire-token.ts';
import { KEYRING_PROGRAMS } from '../../support/store/keyring-session.ts';
import { leftRunning } from '../../support/process/left-running.ts';
import { leftovers, lockNotes } from '../../support/process/lock-notes.ts';
import { needs } from '../../support/process/needs.ts';
import { AWSCRED, finished, type RunResult } from '../../support/sandbox.ts';
import { signIn, stressHome, type StressHome } from '../../support/files/stress-home.ts';
import { until } from '../../support/process/until.ts';

const SIGNALS = [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const;
/** Of the time that an undisturbed run takes; nothing may depend on where exactly they fall. */
const MOMENTS = [0.3, 0.55, 0.7, 0.9];

/** Renews the token, obtains and keeps three hops; a signal is sent after `ms`, or none where that is null. */
async function run(aws: StressHome, signal: NodeJS.Signals | null, ms: number): Promise<RunResult> {
  const argv = [process.execPath, AWSCRED, 'process', 'prod-readonly', '--refresh'];
  const child = aws.sandbox.start(argv, { env: aws.env });
  const ended = finished(child);
  if (signal !== null) {
    await Promise.race([sleep(ms), ended]);
    child.kill(signal);
  }
  return ended;
}

describe('a signal at any moment', { skip: needs(...KEYRING_PROGRAMS) }, () => {
  let aws: StressHome;
  let span = 0;

  before(async () => {
    aws = await stressHome('keychain');
    await signIn(aws);
    await expireToken(aws.sandbox.environment(aws.env));
    const begun = performance.now();
    assert.equal((await run(aws, null, 0)).status, 0);
    span = performance.now() - begun;
  });

  for (const [signal, status] of SIGNALS) {
    it(`${signal}: the whole product or nothing, and no lock, child or file is left`, async () => {
      for (const moment of MOMENTS) {
        await expireToken(aws.sandbox.environment(aws.env));
        const result = await run(aws, signal, moment * span);
        const at = `${signal} at ${moment}`;
        assert.equal(result.stderr, '', at);
        assert.match(result.stdout, /^(?:\{.*\}\n)?$/, at);
        assert.ok(result.signal === signal || [status, 0].includes(result.status ?? -1), at);
        // A child that the kernel kills goes a moment after its parent.
        await until(() => leftRunning(new Set([result.pid])).length === 0);
        assert.deepEqual([lockNotes(aws.sandbox.home), leftovers(aws.sandbox.home)], [[], []], at);
        if ((await aws.run(['process', 'prod-readonly'])).status === 4) {
          // Between the server's answer and our write: the server has ended the old token.
          await signIn(aws);
        }
      }
    });
  }
});
