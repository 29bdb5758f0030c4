import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { KEYCTL, needsKernelKeyring } from '../../support/store/kernel-keyring.ts';
import { localAws, type LocalAws } from '../../support/aws/local-aws.ts';
import { needs } from '../../support/process/needs.ts';
import { AWSCRED, type RunResult } from '../../support/sandbox.ts';

const DEVICE = 'arn:aws:iam::777788889999:mfa/ci-user';
const NO_PASSPHRASE = { AWSCRED_PASSPHRASE_FILE: undefined };

describe('store unlock and store lock', { skip: needs(KEYCTL) || needsKernelKeyring() }, () => {
  let aws: LocalAws;
  let file = '';
  let product = '';

  before(async () => {
    aws = await localAws();
    file = join(aws.sandbox.home, '.local/state/awscred/unlocked.json');
    const first = await aws.sandbox.run(['process', 'deploy', '-t', aws.server.mfaCode(DEVICE)]);
    assert.equal(first.status, 0, first.stderr);
    product = first.stdout;
  });

  const run = async (args: readonly string[]): Promise<RunResult> => aws.sandbox.run(args);
  const withoutPassphrase = async (through: readonly string[] = []): Promise<RunResult> =>
    aws.sandbox.program([...through, process.execPath, AWSCRED, 'process', 'deploy'], { env: NO_PASSPHRASE });
  const record = (): Record<string, unknown> =>
    JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
  const assertLocked = async (why: string): Promise<void> => {
    const { status, stdout, stderr } = await withoutPassphrase();
    assert.equal(status, 5, why);
    assert.equal(stdout, '', why);
    assert.match(stderr, /needs its passphrase/, why);
    assert.match(stderr, /awscred store unlock/, why);
  };

  it('until it is unlocked, the passphrase is needed', async () => {
    await assertLocked('never unlocked');
  });

  it('unlocked, none is needed, in other sessions either', async () => {
    const { status, stdout } = await run(['store', 'unlock', '--for', '1h']);
    assert.equal(status, 0);
    assert.match(stdout, /^unlocked until (tomorrow )?\d\d:\d\d \(1h\)\n$/);
    assert.match((await run(['store', 'status'])).stdout, /^file: .*unlocked until/s);
    assert.equal((await withoutPassphrase()).stdout, product);
    // As under cron: a session that is not linked to the user's keyring.
    assert.equal((await withoutPassphrase([KEYCTL, 'session', '-'])).stdout, product);
  });

  it('the file half is 0600 and holds no key, the other half no more than the key', () => {
    assert.equal(statSync(file).mode & 0o777, 0o600);
    const serial = String(record()['serial']);
    const key = execFileSync(KEYCTL, ['pipe', serial]);
    assert.equal(key.length, 32);
    const text = readFileSync(file);
    assert.equal(text.includes(key.toString('base64')) || text.includes(key.toString('hex')), false);
    const described = execFileSync(KEYCTL, ['rdescribe', serial], { encoding: 'utf8' });
    assert.match(described, /^user;\d+;\d+;3f3b0000;keyring:held\.[0-9a-f]{16}@awscred\n$/);
  });

  it('another key in its place, or another store’s record, opens nothing', async () => {
    const good = readFileSync(file);
    const planted = execFileSync(KEYCTL, ['padd', 'user', 'awscred-test-planted', '@u'], {
      input: Buffer.alloc(32, 7),
      encoding: 'utf8',
    }).trim();
    try {
      for (const change of [{ serial: planted }, { until: 9_999_999_999_999 }, { storeId: 'another' }]) {
        writeFileSync(file, JSON.stringify({ ...record(), ...change }));
        await assertLocked(JSON.stringify(change));
        writeFileSync(file, good);
      }
    } finally {
      execFileSync(KEYCTL, ['unlink', planted, '@u'], { stdio: 'ignore' });
    }
    assert.equal((await withoutPassphrase()).status, 0);
  });

  it('lock drops the key for everybody at once, the file too', async () => {
    const serial = String(record()['serial']);
    assert.equal((await run(['store', 'lock'])).stdout, 'locked\n');
    assert.equal(existsSync(file), false);
    assert.throws(() => execFileSync(KEYCTL, ['pipe', serial], { stdio: 'ignore' }));
    await assertLocked('after lock');
    assert.equal((await run(['store', 'lock'])).stdout, 'locked already\n');
  });

  it('removing the file alone ends it', async () => {
    await run(['store', 'unlock']);
    const half = readFileSync(file);
    writeFileSync(file, '');
    await assertLocked('the file is empty');
    writeFileSync(file, half);
    await run(['store', 'lock']);
  });

  it('ends by itself, by the kernel’s time too', async () => {
    await run(['store', 'unlock', '--for', '1']);
    const { serial } = record();
    // The kernel's own answer is the event waited for.
    for (let tries = 0; tries < 200 && isThere(String(serial)); tries += 1) {
      execFileSync('sleep', ['0.05']);
    }
    assert.equal(isThere(String(serial)), false);
    await assertLocked('after its time');
  });

  it('a second unlock replaces the first key', async () => {
    await run(['store', 'unlock']);
    const { serial } = record();
    assert.equal((await run(['store', 'unlock', '--json'])).status, 0);
    assert.notEqual(record()['serial'], serial);
    assert.equal(isThere(String(serial)), false);
    await run(['store', 'lock']);
  });

  it('is not for the keychain, and takes sensible times only', async () => {
    const env = { AWSCRED_STORE: 'keychain' };
    const refused = await aws.sandbox.run(['store', 'unlock'], { env });
    assert.equal(refused.status, 2);
    assert.match(refused.stderr, /secrets are in the keychain here/);
    const lock = await aws.sandbox.run(['store', 'lock'], { env });
    assert.equal(lock.status, 0);
    assert.match(lock.stdout, /^nothing to lock/);
    for (const time of ['0', '8d', 'long', '']) {
      assert.equal((await run(['store', 'unlock', '--for', time])).status, 2, time);
    }
  });
});

/** Containers often deny it. */
function isThere(serial: string): boolean {
  try {
    execFileSync(KEYCTL, ['pipe', serial], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
