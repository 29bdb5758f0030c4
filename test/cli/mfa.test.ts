import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { localAws, type LocalAws } from '../support/local-aws.ts';
import { needs } from '../support/needs.ts';
import { runOnTerminal } from '../support/pty.ts';
import { AWSCRED } from '../support/sandbox.ts';

describe('IAM user + MFA → role', { skip: needs('/usr/bin/python3') }, () => {
  let aws: LocalAws;
  let used = '';

  before(async () => {
    aws = await localAws();
  });

  const code = (): string => aws.server.mfaCode('arn:aws:iam::777788889999:mfa/ci-user');
  const argv = (...args: readonly string[]): readonly string[] => [process.execPath, AWSCRED, ...args];

  it('without a terminal: exit 4 in under a second, stdout empty, the command to type', async () => {
    const result = await aws.sandbox.run(['process', 'deploy']);
    assert.equal(result.status, 4);
    assert.equal(result.stdout, '');
    assert.match(result.stderr, /awscred login deploy/);
  });

  it('asks on the terminal while stdout and stderr are pipes and stdin is a pipe that never closes', async () => {
    used = code();
    const result = await runOnTerminal(argv('process', 'deploy'), {
      env: aws.sandbox.environment(),
      stdin: 'open',
      dialog: [{ expect: /MFA code for ci-user \(777788889999\), covers the next 12h: /, send: `${used}\n` }],
      timeoutMs: 20_000,
    });
    assert.equal(result.status, 0, result.stderr + result.tty);
    assert.equal((JSON.parse(result.stdout) as { Version: number }).Version, 1);
    assert.equal(result.stderr, '');
  });

  it('one code serves three roles', async () => {
    for (const profile of ['deploy', 'audit', 'operate']) {
      const result = await aws.sandbox.run(['process', profile]);
      assert.equal(result.status, 0, result.stderr);
    }
    assert.equal(aws.count('GetSessionToken'), 1);
  });

  it('a used code is refused, three tries, then exit 3', async () => {
    const result = await runOnTerminal(argv('process', 'deploy', '--refresh'), {
      env: aws.sandbox.environment(),
      stdin: 'open',
      dialog: [
        { expect: /MFA code for/, send: `${used}\n` },
        { expect: /Next MFA code .*2 tries left/, send: `${used}\n` },
        { expect: /Next MFA code .*1 try left/, send: `${used}\n` },
      ],
      timeoutMs: 20_000,
    });
    assert.equal(result.status, 3, result.tty);
    assert.equal(result.stdout, '');
    assert.match(result.stderr, /it is wrong, or was already used/);
    assert.doesNotMatch(result.tty, /wait/);
    assert.ok(!result.stderr.includes(used));
  });
});
