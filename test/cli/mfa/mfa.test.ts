import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { localAws, type LocalAws } from '../../support/aws/local-aws.ts';
import { needs } from '../../support/process/needs.ts';
import { runOnTerminal } from '../../support/pty.ts';
import { AWSCRED } from '../../support/sandbox.ts';

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

  it('a used code is not sent again, three tries, then exit 3', async () => {
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
    assert.match(result.stderr, /code for ci-user \(777788889999\) was used already: it is not sent again/);
    assert.equal(aws.count('GetSessionToken'), 1);
    assert.doesNotMatch(result.tty, /wait/);
    assert.ok(!result.stderr.includes(used));
  });

  it('--mfa-token and mfa_process do not send what was typed before', async () => {
    const given = await aws.sandbox.run(['process', 'deploy', '--refresh', '-t', used]);
    assert.equal(given.status, 3);
    assert.match(given.stderr, /was used already: it is not sent again/);
    assert.equal(aws.count('GetSessionToken'), 1);
    aws.server.moveClock(60_000);
    const next = code();
    aws.sandbox.script(
      'otp',
      `#!/bin/sh\nif test -e "$HOME/asked"; then echo ${next}; else echo ${used}; fi\n: >"$HOME/asked"\n`,
    );
    aws.sandbox.append(
      '.aws/config',
      `[profile by-program]\nregion = eu-west-1\nendpoint_url = ${aws.server.url}\nrole_arn = arn:aws:iam::777788889999:role/Deployer\nsource_profile = ci-user\nmfa_serial = arn:aws:iam::777788889999:mfa/ci-user\nmfa_process = ${aws.sandbox.home}/otp\n`,
    );
    const byProgram = await aws.sandbox.run(['process', 'by-program', '--refresh', '--no-mfa-session']);
    assert.equal(byProgram.status, 0, byProgram.stderr);
    // What the program gave is remembered for those who type.
    const again = await aws.sandbox.run(['process', 'deploy', '--refresh', '-t', next]);
    assert.equal(again.status, 3);
    assert.match(again.stderr, /was used already/);
    assert.equal(aws.count('GetSessionToken'), 1);
  });
});
