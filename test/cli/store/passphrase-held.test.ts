import assert from 'node:assert/strict';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { KEYCTL, needsKernelKeyring } from '../../support/store/kernel-keyring.ts';
import { localAws, type LocalAws } from '../../support/aws/local-aws.ts';
import { needs } from '../../support/process/needs.ts';
import { PASSPHRASE, type RunResult } from '../../support/sandbox.ts';

const DEVICE = 'arn:aws:iam::777788889999:mfa/ci-user';

describe(
  'a key that was derived from a passphrase file',
  { skip: needs(KEYCTL) || needsKernelKeyring() },
  () => {
    let aws: LocalAws;
    let product = '';
    let half = '';
    let header = '';

    before(async () => {
      aws = await localAws();
      half = join(aws.sandbox.home, '.local/state/awscred/unlocked.json');
      header = join(aws.sandbox.home, '.local/state/awscred/store/header.json');
      const first = await aws.sandbox.run(['process', 'deploy', '-t', aws.server.mfaCode(DEVICE)]);
      assert.equal(first.status, 0, first.stderr);
      product = first.stdout;
      // A file that has just been written might change again without a sign.
      await settled(join(aws.sandbox.home, 'passphrase'));
    });
    after(async () => void (await aws.sandbox.run(['store', 'lock'])));

    const run = async (env: Record<string, string | undefined> = {}): Promise<RunResult> =>
      aws.sandbox.run(['process', 'deploy'], { env: { AWSCRED_UNLOCK_FOR: undefined, ...env } });
    /** From here on nothing but the held key opens the store. */
    const spoilHeader = (): void => {
      const text = JSON.parse(readFileSync(header, 'utf8')) as { wrapped: { tag: string } };
      text.wrapped.tag = Buffer.alloc(16, 1).toString('base64');
      writeFileSync(header, JSON.stringify(text));
    };

    it('is not held where the setting is off', async () => {
      assert.equal((await run({ AWSCRED_UNLOCK_FOR: 'off' })).stdout, product);
      assert.equal(existsSync(half), false);
    });

    it('is held by the kernel, and the next program derives none', async () => {
      assert.equal((await run()).stdout, product);
      assert.equal(statSync(half).mode & 0o777, 0o600);
      spoilHeader();
      assert.equal((await run()).stdout, product);
      // The full program too, not the record alone.
      const clean = await aws.sandbox.run(['process', '--min-ttl', '1m', 'deploy'], {
        env: { AWSCRED_UNLOCK_FOR: undefined },
      });
      assert.equal(clean.stdout, product, clean.stderr);
      // Nobody has unlocked the store for everybody.
      assert.doesNotMatch((await aws.sandbox.run(['store', 'status'])).stdout, /unlocked/);
    });

    it('is of no use to who cannot read that very file', async () => {
      const copy = aws.sandbox.write('copy', `${PASSPHRASE}\n`);
      for (const AWSCRED_PASSPHRASE_FILE of [undefined, copy, '/no/such/file', '']) {
        const { status, stdout } = await run({ AWSCRED_PASSPHRASE_FILE });
        assert.deepEqual([status, stdout], [5, ''], String(AWSCRED_PASSPHRASE_FILE));
      }
      assert.equal((await run()).stdout, product);
    });

    it('is gone after store lock', async () => {
      assert.match((await aws.sandbox.run(['store', 'lock'])).stdout, /locked/);
      assert.equal((await run()).status, 5);
    });
  },
);

describe('a passphrase file that was changed', { skip: needs(KEYCTL) || needsKernelKeyring() }, () => {
  it('opens nothing with the key of what it was', async () => {
    const aws = await localAws();
    const path = join(aws.sandbox.home, 'passphrase');
    const env = { AWSCRED_UNLOCK_FOR: '10m' };
    const first = await aws.sandbox.run(['process', 'deploy', '-t', aws.server.mfaCode(DEVICE)], { env });
    assert.equal(first.status, 0, first.stderr);
    await settled(path);
    assert.equal((await aws.sandbox.run(['process', 'deploy'], { env })).stdout, first.stdout);
    // As long as the right one, and written in place.
    writeFileSync(path, `${'x'.repeat(PASSPHRASE.length)}\n`);
    const { status, stderr } = await aws.sandbox.run(['process', 'deploy'], { env });
    assert.equal(status, 5);
    assert.match(stderr, /wrong passphrase/);
    await aws.sandbox.run(['store', 'lock']);
  });

  it('a value of unlock_for that is none is exit 2', async () => {
    const aws = await localAws();
    for (const AWSCRED_UNLOCK_FOR of ['soon', '-1', '13h']) {
      const { status, stderr } = await aws.sandbox.run(['list'], { env: { AWSCRED_UNLOCK_FOR } });
      assert.equal(status, 2, stderr);
      assert.match(stderr, /at most 12h/);
    }
  });
});

async function settled(path: string): Promise<void> {
  await sleep(Math.max(0, statSync(path).ctimeMs + 2100 - Date.now()));
}
