import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import type { FaultRule } from '../../src/dev-server/faults/fault-rule.ts';
import { filesBelow } from '../support/files-below.ts';
import { localAws, PRESS_ALLOW, type LocalAws } from '../support/local-aws.ts';
import type { RunResult } from '../support/sandbox.ts';

async function signedIn(): Promise<LocalAws> {
  const aws = await localAws();
  const login = await aws.sandbox.run(['login', 'acme'], { env: { BROWSER: PRESS_ALLOW } });
  assert.equal(login.status, 0, login.stderr);
  return aws;
}

/** Nothing was handed out, nothing half-written, and every line is awscred's own. */
function failedCleanly(result: RunResult, aws: LocalAws): void {
  assert.equal(result.status, 6, result.stderr);
  assert.equal(result.stdout, '');
  assert.match(result.stderr, /^(?:(?:awscred: | {2}).*\n)+$/);
  const litter = [...filesBelow(aws.sandbox.home).keys()].filter((path) => path.endsWith('.tmp'));
  assert.deepEqual(litter, []);
}

const ONCE: readonly (readonly [string, FaultRule['how']])[] = [
  ['status 500', { kind: 'status', status: 500 }],
  ['status 503 with a page', { kind: 'status', status: 503, body: '<html>busy</html>' }],
  ['a throttle', { kind: 'status', status: 429 }],
  ['a reset', { kind: 'reset' }],
  ['a reset after the work was done', { kind: 'reset', handled: true }],
  ['a cut body', { kind: 'truncate' }],
  ['HTML in place of an answer', { kind: 'garbage', body: '<html>Sign in to the Wi-Fi</html>' }],
  ['an empty body', { kind: 'garbage', body: '' }],
  ['an empty object', { kind: 'garbage', body: '{}' }],
];

describe('what goes wrong once is repeated where that is safe', () => {
  let aws: LocalAws;

  before(async () => {
    aws = await signedIn();
  });

  for (const operation of ['AssumeRole', 'GetRoleCredentials']) {
    for (const [what, how] of ONCE) {
      it(`${what} from ${operation}`, async () => {
        const calls = aws.count(operation);
        aws.server.fail({ operation, how });
        const result = await aws.sandbox.run(['process', 'hub', '--refresh']);
        assert.equal(result.status, 0, result.stderr);
        assert.equal(result.stderr, '');
        assert.equal(aws.count(operation), calls + 2);
      });
    }
  }

  it('the refresh grant too', async () => {
    const fresh = await signedIn();
    fresh.server.moveClock(7 * 3600_000);
    fresh.server.fail({ operation: 'CreateToken', how: { kind: 'status', status: 503 } });
    const result = await fresh.sandbox.run(['process', 'hub']);
    assert.notEqual(result.status, 6, result.stderr);
  });

  it('a call with a single-use code is not repeated once it was sent, and says so', async () => {
    aws.server.fail({ operation: 'GetSessionToken', how: { kind: 'reset', handled: true } });
    const code = aws.server.mfaCode('arn:aws:iam::777788889999:mfa/ci-user');
    const result = await aws.sandbox.run(['process', 'deploy', '-t', code]);
    failedCleanly(result, aws);
    assert.match(result.stderr, /code may be used up/);
    assert.equal(aws.count('GetSessionToken'), 1);
    assert.ok(!result.stderr.includes(code));
  });

  it('a Retry-After beyond the bound ends at once', async () => {
    const begun = Date.now();
    aws.server.fail({
      operation: 'AssumeRole',
      how: { kind: 'status', status: 429, headers: { 'Retry-After': '3600' } },
    });
    failedCleanly(await aws.sandbox.run(['process', 'hub', '--refresh']), aws);
    assert.ok(Date.now() - begun < 10_000);
  });
});

const ALWAYS: readonly (readonly [string, FaultRule['how'], RegExp])[] = [
  ['status 503', { kind: 'status', status: 503 }, /is failing/],
  ['a hang', { kind: 'hang' }, /does not answer/],
  ['a cut body', { kind: 'truncate' }, /broke off|no usable answer/],
];

describe(
  'what goes wrong for good ends with 6 within a minute, and the next run works',
  { concurrency: true },
  () => {
    for (const [what, how, says] of ALWAYS) {
      it(`${what}`, { timeout: 120_000 }, async () => {
        const aws = await signedIn();
        aws.server.fail({ operation: 'AssumeRole', how, times: 'always' });
        const begun = Date.now();
        const result = await aws.sandbox.run(['process', 'prod-readonly'], { timeoutMs: 90_000 });
        const seconds = (Date.now() - begun) / 1000;
        failedCleanly(result, aws);
        assert.match(result.stderr, says);
        assert.ok(seconds < 60, `${seconds} s`);
        assert.ok(aws.count('AssumeRole') <= 8);
        aws.server.heal();
        const next = await aws.sandbox.run(['process', 'prod-readonly']);
        assert.equal(next.status, 0, next.stderr);
        // What was obtained before the failure was kept.
        assert.equal(aws.count('GetRoleCredentials'), 1);
      });
    }

    it('nobody there: told within seconds', async () => {
      const aws = await signedIn();
      await aws.server.close();
      const begun = Date.now();
      const result = await aws.sandbox.run(['process', 'prod-readonly']);
      failedCleanly(result, aws);
      assert.match(result.stderr, /connection refused/);
      assert.ok(Date.now() - begun < 15_000);
    });
  },
);
