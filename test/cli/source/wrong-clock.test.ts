import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { ALLOW, headlessAws } from '../../support/aws/headless-aws.ts';

const HOUR = 3600_000;

describe('a clock that is wrong by an hour', () => {
  for (const [offset, words] of [
    [HOUR, /clock of this machine is (?:1h|59m|1h1m) behind/],
    [-HOUR, /clock of this machine is (?:1h|59m|1h1m) ahead of/],
  ] as const) {
    it(`AWS is ${offset > 0 ? 'ahead' : 'behind'}: corrected, with a warning that has the offset`, async () => {
      const aws = await headlessAws();
      aws.server.moveClock(offset);
      const login = await aws.sandbox.run(['login', 'acme'], { env: { BROWSER: ALLOW } });
      assert.equal(login.status, 0, login.stderr);
      const result = await aws.sandbox.run(['process', 'prod-readonly']);
      assert.equal(result.status, 0, result.stderr);
      assert.match(result.stderr, words);
      assert.equal(result.stderr.trimEnd().split('\n').length, 1, result.stderr);
    });

    it(`plain keys, AWS ${offset > 0 ? 'ahead' : 'behind'}: the first signature is refused, the second is not`, async () => {
      const aws = await headlessAws();
      aws.server.moveClock(offset);
      const result = await aws.sandbox.run(['whoami', 'ci-user']);
      assert.equal(result.status, 0, result.stderr);
      assert.match(result.stderr, words);
      assert.equal(aws.count('GetCallerIdentity'), 2);
    });
  }

  it('a Date that cannot be trusted: exit 3, naming the clock and the offset', async () => {
    const aws = await headlessAws();
    aws.server.skewDate(HOUR);
    const login = await aws.sandbox.run(['login', 'acme'], { env: { BROWSER: ALLOW } });
    const result = await aws.sandbox.run(['process', 'prod-readonly']);
    assert.equal(login.status, 0, login.stderr);
    assert.equal(result.status, 3, result.stderr);
    assert.equal(result.stdout, '');
    assert.match(result.stderr, /clock of this machine .*(?:1h|59m)/);
  });
});
