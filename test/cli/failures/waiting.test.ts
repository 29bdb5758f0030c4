import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, it } from 'node:test';
import { ownNote } from '../../../src/adapters/locks/holder.ts';
import { expireToken } from '../../support/aws/expire-token.ts';
import { localAws, PRESS_ALLOW, type LocalAws } from '../../support/aws/local-aws.ts';
import { asker, leftovers, lockNotes } from '../../support/process/lock-notes.ts';
import { openLocks, waitersUnder } from '../../support/locks/open-locks.ts';
import { needs } from '../../support/process/needs.ts';
import { PYTHON, runOnTerminal, type DialogStep, type TerminalResult } from '../../support/pty.ts';
import { quickVault } from '../../support/store/quick-vault.ts';
import { AWSCRED, type RunResult } from '../../support/sandbox.ts';
import { until } from '../../support/process/until.ts';

const CROWD = 6;
const DEVICE = 'arn:aws:iam::777788889999:mfa/ci-user';

describe('many at once', { skip: needs(PYTHON) }, () => {
  let aws: LocalAws;
  let home = '';

  beforeEach(async () => {
    aws = await localAws();
    ({ home } = aws.sandbox);
    await quickVault(aws.sandbox);
  });

  const code = (): string => `${aws.server.mfaCode(DEVICE)}\n`;
  const crowd = async (args: readonly string[]): Promise<readonly RunResult[]> =>
    Promise.all(Array.from({ length: CROWD }, async () => aws.sandbox.run(args)));
  const onTerminal = async (
    args: readonly string[],
    dialog: readonly DialogStep[] = [],
    env: Readonly<Record<string, string>> = {},
  ): Promise<TerminalResult> =>
    runOnTerminal([process.execPath, AWSCRED, ...args], {
      env: aws.sandbox.environment(env),
      dialog,
      timeoutMs: 120_000,
    });
  /** A step of a dialog waits for `when: gate()` until the test opens it. */
  const gate = (): string => join(home, 'gate');
  const openGate = (): void => writeFileSync(gate(), '');
  const waiters = async (count: number): Promise<void> => until(() => waitersUnder(home) >= count);

  /** Nothing of awscred's is left in this home: no holder's name, no half-written file, no open lock. */
  const assertNothingLeft = async (): Promise<void> => {
    assert.equal(openLocks(home), 0);
    assert.deepEqual(lockNotes(home), []);
    assert.deepEqual(leftovers(home), []);
  };

  it('one renews and obtains, all have the same answer', async () => {
    await aws.sandbox.run(['login', 'acme'], { env: { BROWSER: PRESS_ALLOW } });
    await expireToken(aws.sandbox.environment());
    const calls = aws.count('CreateToken');
    const results = await crowd(['process', 'prod-readonly']);
    assert.deepEqual(new Set(results.map((result) => result.status)), new Set([0]), results[0]?.stderr);
    assert.equal(new Set(results.map((result) => result.stdout)).size, 1);
    assert.equal(aws.count('CreateToken') - calls, 1);
    assert.equal(aws.count('GetRoleCredentials'), 1);
    assert.equal(aws.count('AssumeRole'), 2);
    await assertNothingLeft();
  });

  it('without a terminal anywhere all end with 4, and none waits or calls', async () => {
    const results = await crowd(['process', 'prod-readonly']);
    assert.deepEqual(new Set(results.map((result) => result.status)), new Set([4]), results[0]?.stderr);
    assert.equal(aws.server.calls.length, 0);
    await assertNothingLeft();
  });

  it('on one terminal one asks for the MFA code, the others say so and take the session', async () => {
    // As on a new machine: who creates the store is waited for too.
    rmSync(join(home, '.local'), { recursive: true });
    const script = `for i in $(seq ${CROWD}); do "$0" "$1" process deploy >"$HOME/out.$i" & done; wait`;
    const allWait = new RegExp(`(?=[\\s\\S]*MFA code for)(?:[\\s\\S]*?waiting: ){${CROWD - 1}}`);
    const { tty } = await runOnTerminal(['sh', '-c', script, process.execPath, AWSCRED], {
      env: aws.sandbox.environment(),
      dialog: [{ expect: allWait, send: code() }],
      timeoutMs: 60_000,
    });
    const answers = Array.from({ length: CROWD }, (_, i) => readFileSync(join(home, `out.${i + 1}`), 'utf8'));
    assert.equal(new Set(answers).size, 1, tty);
    assert.match(answers[0] ?? '', /"Version": ?1/);
    const prompts = tty.split('\n').filter((line) => /MFA code/.test(line) && !/wait/.test(line));
    assert.equal(prompts.length, 1, tty);
    assert.equal(aws.count('GetSessionToken'), 1);
    await assertNothingLeft();
  });

  it('a waiter says so before it comes to open the store, for which many may queue', async () => {
    const asking = onTerminal(
      ['process', 'deploy'],
      [{ expect: /MFA code for/, when: gate(), send: code() }],
    );
    await asker(home);
    const folder = join(home, '.local/state/awscred/locks');
    const slots = [0, 1].map((slot) => join(folder, `encrypted store.${slot}`));
    slots.forEach((slot) => writeFileSync(slot, ownNote('test')));
    const queued = await onTerminal(
      ['process', 'deploy'],
      [{ expect: /waiting: `process deploy`.*answer there/, signal: 'SIGTERM' }],
    );
    assert.ok(queued.signal === 'SIGTERM' || queued.status === 143, JSON.stringify(queued));
    slots.forEach((slot) => rmSync(slot));
    openGate();
    assert.equal((await asking).status, 0);
    await assertNothingLeft();
  });

  it('three wrong codes are the refusal of all who wait, and are not kept', async () => {
    const asking = onTerminal(
      ['process', 'deploy'],
      [
        { expect: /MFA code for/, when: gate(), send: '000000\n' },
        { expect: /2 tries left/, send: '111111\n' },
        { expect: /1 try left/, send: '222222\n' },
      ],
    );
    const pid = await asker(home);
    const waiting = onTerminal(
      ['process', 'deploy'],
      [{ expect: /waiting: `process deploy`.*answer there/ }],
    );
    const unattended = aws.sandbox.run(['process', 'deploy']);
    await waiters(2);
    openGate();
    assert.equal((await asking).status, 3);
    for (const result of await Promise.all([waiting, unattended])) {
      assert.equal(result.status, 3, result.stderr);
      assert.match(result.stderr, new RegExp(`pid ${pid}`));
    }
    assert.equal(aws.count('GetSessionToken'), 3);
    const again = await onTerminal(['process', 'deploy'], [{ expect: /MFA code for/, send: code() }]);
    assert.equal(again.status, 0, again.stderr);
    await assertNothingLeft();
  });

  it('a killed asker is followed by a waiter with a terminal; one without ends with 4', async () => {
    const asking = onTerminal(['process', 'deploy']);
    const pid = await asker(home);
    const next = onTerminal(
      ['process', 'deploy'],
      [{ expect: /waiting: / }, { expect: /MFA code for/, send: code() }],
    );
    await waiters(1);
    const unattended = aws.sandbox.run(['process', 'deploy']);
    await waiters(2);
    process.kill(pid, 'SIGKILL');
    assert.equal((await asking).signal, 'SIGKILL');
    const result = await next;
    assert.equal(result.status, 0, result.stderr + result.tty);
    // It takes what the other one got, or finds nobody being asked just then.
    assert.ok([0, 4].includes((await unattended).status ?? -1));
    await assertNothingLeft();
  });

  it('a stopped asker costs no more than wait_timeout, then exit 6', async () => {
    const asking = onTerminal(
      ['process', 'deploy'],
      [{ expect: /MFA code for/, when: gate(), send: code() }],
    );
    const pid = await asker(home);
    process.kill(pid, 'SIGSTOP');
    const waiter = await onTerminal(['process', 'deploy'], [], { AWSCRED_WAIT_TIMEOUT: '1' });
    assert.equal(waiter.status, 6);
    assert.match(waiter.tty, new RegExp(`waiting: .process deploy. \\(pid ${pid}, pts/`));
    assert.match(waiter.stderr, new RegExp(`kill -CONT ${pid}`));
    process.kill(pid, 'SIGCONT');
    openGate();
    assert.equal((await asking).status, 0);
  });

  it('a login elsewhere answers a sign-in that is being asked, and all who wait for it', async () => {
    const asking = onTerminal(['process', 'prod-readonly']);
    await asker(home, 'process');
    const waiting = onTerminal(
      ['process', 'prod-admin'],
      [{ expect: /waiting: `process prod-readonly`.*a sign-in/ }],
    );
    const unattended = aws.sandbox.run(['process', 'prod-readonly']);
    await waiters(2);
    const login = await aws.sandbox.run(['login', 'acme'], { env: { BROWSER: PRESS_ALLOW } });
    assert.equal(login.status, 0, login.stderr);
    const results = await Promise.all([asking, waiting, unattended]);
    assert.deepEqual(
      results.map((result) => result.status),
      [0, 0, 0],
      results[0]?.stderr,
    );
    assert.match(results[0]?.tty ?? '', /signed in to acme in another process/);
    assert.equal(aws.count('GetRoleCredentials'), 1);
    await assertNothingLeft();
  });

  it('a login with an MFA code elsewhere ends the question', async () => {
    const asking = onTerminal(['process', 'deploy']);
    await asker(home, 'process');
    const login = await onTerminal(['login', 'deploy'], [{ expect: /MFA code for/, send: code() }]);
    assert.equal(login.status, 0, login.stderr);
    const result = await asking;
    assert.equal(result.status, 0, result.stderr);
    assert.ok(result.cooked);
    assert.equal(aws.count('GetSessionToken'), 1);
    await assertNothingLeft();
  });

  it('of several logins at once one asks', async () => {
    const browser = `sh ${aws.sandbox.write('slow-person', `sleep 1; exec ${PRESS_ALLOW} "$1"`)}`;
    const results = await Promise.all(
      Array.from({ length: 3 }, async () =>
        aws.sandbox.run(['login', 'acme'], { env: { BROWSER: browser } }),
      ),
    );
    assert.deepEqual(
      results.map((result) => result.status),
      [0, 0, 0],
      results[0]?.stderr,
    );
    assert.equal(aws.count('CreateToken'), 1);
    const later = await aws.sandbox.run(['login', 'acme'], { env: { BROWSER: PRESS_ALLOW } });
    assert.equal(later.status, 0);
    assert.equal(aws.count('CreateToken'), 2);
  });

  it('different devices and sessions do not wait for each other', async () => {
    const asking = onTerminal(
      ['process', 'deploy'],
      [{ expect: /MFA code for/, when: gate(), send: code() }],
    );
    await asker(home);
    const login = await aws.sandbox.run(['login', 'acme'], { env: { BROWSER: PRESS_ALLOW } });
    assert.equal(login.status, 0);
    const other = await onTerminal(['process', 'prod-readonly']);
    assert.equal(other.status, 0, other.stderr);
    assert.doesNotMatch(other.tty, /waiting/);
    openGate();
    assert.equal((await asking).status, 0);
  });

  for (const [signal, status] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ] as const) {
    it(`${signal} while asking and while waiting leaves nothing behind`, async () => {
      const asking = onTerminal(['process', 'deploy'], [{ expect: /MFA code for/, when: gate(), signal }]);
      await asker(home);
      const waiting = await onTerminal(['process', 'deploy'], [{ expect: /waiting/, signal }]);
      openGate();
      for (const result of [waiting, await asking]) {
        assert.ok(result.signal === signal || result.status === status, JSON.stringify(result));
        assert.equal(result.stdout, '');
        assert.ok(result.cooked);
      }
      await assertNothingLeft();
    });
  }
});
