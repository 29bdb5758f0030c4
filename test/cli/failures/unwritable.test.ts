import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { localAws, PRESS_ALLOW, type LocalAws } from '../../support/aws/local-aws.ts';
import { fullDisk, fullWithAll, mountsMissing, readOnly, under } from '../../support/files/mounts.ts';
import { needs } from '../../support/process/needs.ts';
import { AWSCRED, type RunResult } from '../../support/sandbox.ts';

describe('where nothing can be written', { skip: mountsMissing || needs('unshare', 'mount') }, () => {
  let aws: LocalAws;

  beforeEach(async () => {
    aws = await localAws();
  });

  const handOut = async (mounts: string, profile: string): Promise<RunResult> =>
    aws.sandbox.program(under(mounts, [process.execPath, AWSCRED, 'process', profile]), {
      env: { BROWSER: PRESS_ALLOW, AWSCRED_SIGN_IN: 'browser' },
    });

  const assertHandedOut = ({ status, stdout, stderr }: RunResult, warning: RegExp): void => {
    assert.equal(status, 0, stderr);
    assert.match(stdout, /^\{"Version":1,"AccessKeyId":"ASIA/);
    const warnings = stderr.split('\n').filter((line) => /^awscred: (?!hint: |sign in|signed in)/.test(line));
    assert.equal(warnings.length, 1, stderr);
    assert.match(warnings[0] ?? '', warning);
  };

  it('a read-only home: the credentials are handed out, with one warning', async () => {
    assertHandedOut(await handOut(readOnly('"$HOME"'), 'prod-readonly'), /read-only file system/);
    assert.equal(aws.count('AssumeRole'), 2);
  });

  it('a read-only home with what was kept before: no call, no word', async () => {
    assert.equal((await aws.sandbox.run(['login', 'acme'], { env: { BROWSER: PRESS_ALLOW } })).status, 0);
    const first = await aws.sandbox.run(['process', 'prod-readonly']);
    const calls = aws.server.calls.length;
    const second = await handOut(readOnly('"$HOME"'), 'prod-readonly');
    assert.equal(second.status, 0, second.stderr);
    assert.equal(second.stdout, first.stdout);
    assert.equal(second.stderr, '');
    assert.equal(aws.server.calls.length, calls);
  });

  it('a full disk: the credentials are handed out, with one warning', async () => {
    const state = '"$HOME"/.local/state';
    assertHandedOut(await handOut(fullDisk(state), 'prod-readonly'), /no space left on the disk/);
  });

  it('a full disk with a store on it: one warning for all that cannot be kept', async () => {
    assert.equal((await aws.sandbox.run(['login', 'acme'], { env: { BROWSER: PRESS_ALLOW } })).status, 0);
    const full = fullWithAll('"$HOME"/.local/state');
    assertHandedOut(
      await handOut(full, 'prod-readonly'),
      /could not be stored: cannot write \S+\/store: no space/,
    );
    assert.equal(aws.count('AssumeRole'), 2);
  });

  it('a read-only ~/.aws costs nothing at all', async () => {
    const { status, stderr } = await handOut(readOnly('"$HOME"/.aws'), 'prod-readonly');
    assert.equal(status, 0, stderr);
    assert.equal((await aws.sandbox.run(['process', 'prod-readonly'])).status, 0);
    assert.equal(aws.count('AssumeRole'), 2, 'the first one was kept');
  });
});
