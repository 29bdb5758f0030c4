import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
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

describe('what goes wrong and is not repeated leaves nothing behind', () => {
  let aws: LocalAws;

  before(async () => {
    aws = await signedIn();
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
