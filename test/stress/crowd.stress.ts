import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { expireToken } from '../support/aws/expire-token.ts';
import { leftovers, lockNotes } from '../support/process/lock-notes.ts';
import { runOnTerminal } from '../support/pty.ts';
import { AWSCRED } from '../support/sandbox.ts';
import {
  crowd,
  figure,
  signIn,
  statuses,
  stressHome,
  type StressHome,
} from '../support/files/stress-home.ts';

const FEWER = 50;
/** With the encrypted store each process derives the key anew, two at a time: 0.4 s each. */
const ROWS = [
  { store: 'keychain', many: 200 },
  { store: 'file', many: 60 },
] as const;

function assertNothingLeft({ sandbox }: StressHome): void {
  assert.deepEqual(lockNotes(sandbox.home), []);
  assert.deepEqual(leftovers(sandbox.home), []);
}

for (const { store, many } of ROWS) {
  describe(`a crowd, ${store}`, () => {
    it(`${many} at once, an expired sign-in, SSO → role → role`, async () => {
      const aws = await stressHome(store);
      await signIn(aws);
      await expireToken(aws.sandbox.environment(aws.env));
      const before = aws.count('CreateToken');
      const { seconds, results } = await crowd(many, async () => aws.run(['process', 'prod-readonly']));
      const answers = new Set(results.map((result) => result.stdout)).size;
      const refreshes = aws.count('CreateToken') - before;
      figure(
        `${store}: ${many} × process: ${statuses(results)} in ${seconds.toFixed(1)} s; ${answers} different; ` +
          `${refreshes} refresh, ${aws.count('GetRoleCredentials')} GetRoleCredentials, ${aws.count('AssumeRole')} AssumeRole`,
      );
      const failed = results.find((result) => result.status !== 0);
      assert.equal(failed?.stderr, undefined);
      assert.equal(answers, 1);
      assert.equal(refreshes, 1);
      assert.equal(aws.count('GetRoleCredentials'), 1);
      assert.equal(aws.count('AssumeRole'), 2);
      assertNothingLeft(aws);
    });

    it(`${FEWER} at once on one terminal that need an MFA code`, async () => {
      const aws = await stressHome(store);
      const script = `for i in $(seq ${FEWER}); do "$0" "$1" process deploy >"$HOME/out.$i" & done; wait`;
      const code = aws.server.mfaCode('arn:aws:iam::777788889999:mfa/ci-user');
      const { tty } = await runOnTerminal(['sh', '-c', script, process.execPath, AWSCRED], {
        env: aws.sandbox.environment(aws.env),
        dialog: [{ expect: /MFA code for/, send: `${code}\n` }],
        timeoutMs: 240_000,
      });
      const answers = Array.from({ length: FEWER }, (_, index) =>
        readFileSync(join(aws.sandbox.home, `out.${index + 1}`), 'utf8'),
      );
      const prompts = tty.split('\n').filter((line) => /MFA code/.test(line) && !/wait/.test(line)).length;
      const whole = answers.filter((answer) => answer.includes('"Version"')).length;
      figure(
        `${store}: ${FEWER} × MFA: ${prompts} prompt, ${aws.count('GetSessionToken')} code used, ${whole} answers`,
      );
      assert.equal(prompts, 1, tty);
      assert.equal(aws.count('GetSessionToken'), 1);
      assert.equal(new Set(answers).size, 1);
      assert.equal(whole, FEWER, tty);
      assertNothingLeft(aws);
    });

    it(`${FEWER} at once without a terminal`, async () => {
      const aws = await stressHome(store);
      const empty = await crowd(FEWER, async () => aws.sandbox.program([process.execPath, '-e', '0']));
      const { seconds, results } = await crowd(FEWER, async () => aws.run(['process', 'prod-readonly']));
      const ratio = seconds / empty.seconds;
      figure(
        `${store}: ${FEWER} × no terminal: ${statuses(results)} in ${seconds.toFixed(1)} s, ` +
          `${ratio.toFixed(1)} × as many empty Node programs (${empty.seconds.toFixed(1)} s)`,
      );
      assert.deepEqual(new Set(results.map((result) => result.status)), new Set([4]), results[0]?.stderr);
      assert.ok(seconds < 2 || ratio < 5, `${ratio}`);
      assert.equal(aws.server.calls.length, 0);
      assertNothingLeft(aws);
    });
  });
}
