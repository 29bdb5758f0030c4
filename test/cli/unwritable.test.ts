import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { localAws, PRESS_ALLOW, type LocalAws } from '../support/local-aws.ts';
import { needs } from '../support/needs.ts';
import { AWSCRED, type RunResult } from '../support/sandbox.ts';

const notRoot = process.geteuid?.() === 0 ? false : 'only root can mount what cannot be written';

/** Mounts of the test's own, which end with it; `$HOME` is the sandbox's. */
const READ_ONLY = (folder: string): string =>
  `mount --bind ${folder} ${folder} && mount -o remount,ro,bind ${folder}`;
const FULL = (folder: string): string =>
  `mkdir -p ${folder} && mount -t tmpfs -o size=64k,mode=0700 tmpfs ${folder} && mkdir -m 700 ${folder}/awscred && ` +
  `{ head -c 100000 /dev/zero >${folder}/fill 2>/dev/null || true; }`;

describe('where nothing can be written', { skip: notRoot || needs('unshare', 'mount') }, () => {
  let aws: LocalAws;

  beforeEach(async () => {
    aws = await localAws();
  });

  const under = async (mounts: string, profile: string): Promise<RunResult> =>
    aws.sandbox.program(
      [
        'unshare',
        '-m',
        'sh',
        '-c',
        `${mounts} && exec "$@"`,
        'sh',
        process.execPath,
        AWSCRED,
        'process',
        profile,
      ],
      { env: { BROWSER: PRESS_ALLOW, AWSCRED_SIGN_IN: 'browser' } },
    );

  const assertHandedOut = ({ status, stdout, stderr }: RunResult, warning: RegExp): void => {
    assert.equal(status, 0, stderr);
    assert.match(stdout, /^\{"Version":1,"AccessKeyId":"ASIA/);
    const warnings = stderr.split('\n').filter((line) => /^awscred: (?!hint: |sign in|signed in)/.test(line));
    assert.equal(warnings.length, 1, stderr);
    assert.match(warnings[0] ?? '', warning);
  };

  it('a read-only home: the credentials are handed out, with one warning', async () => {
    assertHandedOut(await under(READ_ONLY('"$HOME"'), 'prod-readonly'), /read-only file system/);
    assert.equal(aws.count('AssumeRole'), 2);
  });

  it('a read-only home with what was kept before: no call, no word', async () => {
    assert.equal((await aws.sandbox.run(['login', 'acme'], { env: { BROWSER: PRESS_ALLOW } })).status, 0);
    const first = await aws.sandbox.run(['process', 'prod-readonly']);
    const calls = aws.server.calls.length;
    const second = await under(READ_ONLY('"$HOME"'), 'prod-readonly');
    assert.equal(second.status, 0, second.stderr);
    assert.equal(second.stdout, first.stdout);
    assert.equal(second.stderr, '');
    assert.equal(aws.server.calls.length, calls);
  });

  it('a full disk: the credentials are handed out, with one warning', async () => {
    const state = '"$HOME"/.local/state';
    assertHandedOut(await under(FULL(state), 'prod-readonly'), /no space left on the disk/);
  });

  it('a read-only ~/.aws costs nothing at all', async () => {
    const { status, stderr } = await under(READ_ONLY('"$HOME"/.aws'), 'prod-readonly');
    assert.equal(status, 0, stderr);
    assert.equal((await aws.sandbox.run(['process', 'prod-readonly'])).status, 0);
    assert.equal(aws.count('AssumeRole'), 2, 'the first one was kept');
  });
});
