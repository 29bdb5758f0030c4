import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import type { FaultRule } from '../../../src/dev-server/faults/fault-rule.ts';
import { ALLOW, headlessAws, type HeadlessAws } from '../../support/aws/headless-aws.ts';

async function signedIn(): Promise<HeadlessAws> {
  const aws = await headlessAws();
  const login = await aws.sandbox.run(['login', 'acme'], { env: { BROWSER: ALLOW } });
  assert.equal(login.status, 0, login.stderr);
  return aws;
}

const ONCE: readonly (readonly [string, FaultRule['how']])[] = [
  ['status 500', { kind: 'status', status: 500 }],
  ['status 503 with a page', { kind: 'status', status: 503, body: '<html>busy</html>' }],
  ['a throttle', { kind: 'status', status: 429 }],
  ['a reset', { kind: 'reset' }],
  ['a reset after the work was done', { kind: 'reset', handled: true }],
  ['a cut body', { kind: 'truncate' }],
  ['HTML in place of an answer', { kind: 'garbage', body: '<html>Sign in to the Wi-Fi</html>' }],
  [
    'a wrong content type',
    { kind: 'garbage', contentType: 'application/octet-stream', body: 'no such thing' },
  ],
  ['an empty body', { kind: 'garbage', body: '' }],
  ['an empty object', { kind: 'garbage', body: '{}' }],
];

describe('what goes wrong once is repeated where that is safe', () => {
  let aws: HeadlessAws;

  before(async () => {
    aws = await signedIn();
  });

  for (const [operation, faults] of [
    ['AssumeRole', ONCE],
    ['GetRoleCredentials', ONCE.filter(([what]) => what.startsWith('a '))],
  ] as const) {
    for (const [what, how] of faults) {
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

  it('an answer that drips is waited for, not asked for again', async () => {
    const calls = aws.count('AssumeRole');
    aws.server.fail({ operation: 'AssumeRole', how: { kind: 'slow', delayMs: 1000, drip: true } });
    const result = await aws.sandbox.run(['process', 'hub', '--refresh']);
    assert.equal(result.status, 0, result.stderr);
    assert.equal(aws.count('AssumeRole'), calls + 1);
  });

  it('a Retry-After is waited for', async () => {
    const begun = Date.now();
    const headers = { 'Retry-After': '2' };
    aws.server.fail({ operation: 'AssumeRole', how: { kind: 'status', status: 429, headers } });
    const result = await aws.sandbox.run(['process', 'hub', '--refresh']);
    assert.equal(result.status, 0, result.stderr);
    assert.ok(Date.now() - begun >= 2000);
  });

  it('the refresh grant too', async () => {
    const fresh = await signedIn();
    const tokens = fresh.count('CreateToken');
    fresh.server.moveClock(2 * 3600_000);
    fresh.server.fail({ operation: 'CreateToken', how: { kind: 'status', status: 503 } });
    const result = await fresh.sandbox.run(['process', 'hub']);
    assert.equal(result.status, 0, result.stderr);
    assert.equal(fresh.count('CreateToken'), tokens + 2);
  });
});
