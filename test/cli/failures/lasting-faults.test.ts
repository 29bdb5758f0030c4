import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { FaultRule } from '../../../src/dev-server/faults/fault-rule.ts';
import { filesBelow } from '../../support/files/files-below.ts';
import { localAws, PRESS_ALLOW, type LocalAws } from '../../support/aws/local-aws.ts';
import { quickVault } from '../../support/store/quick-vault.ts';
import type { RunResult } from '../../support/sandbox.ts';

async function signedIn(): Promise<LocalAws> {
  const aws = await localAws();
  await quickVault(aws.sandbox);
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

const ALWAYS: readonly (readonly [string, FaultRule['how'], RegExp])[] = [
  ['status 503', { kind: 'status', status: 503 }, /is failing/],
  ['a hang', { kind: 'hang' }, /does not answer/],
  ['an answer that drips', { kind: 'slow', delayMs: 120_000, drip: true }, /does not answer/],
  ['a throttle', { kind: 'status', status: 429 }, /asks for fewer requests/],
  ['a wrong content type', { kind: 'garbage', contentType: 'text/plain', body: 'hello' }, /no usable answer/],
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
