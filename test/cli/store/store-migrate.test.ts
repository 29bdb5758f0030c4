import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { after, before, describe, it } from 'node:test';
import { writeConfig } from '../../../src/dev-server/config/write-config.ts';
import { KEYRING_PROGRAMS, KeyringSession } from '../../support/store/keyring-session.ts';
import { localAws, PRESS_ALLOW, type LocalAws } from '../../support/aws/local-aws.ts';
import { needs } from '../../support/process/needs.ts';
import { AWSCRED, type RunResult } from '../../support/sandbox.ts';

interface Item {
  readonly account: string;
}

/** How long after its start a migration is killed: from its first steps to its last. */
const KILLED_AFTER_MS = [150, 400, 700, 1200];

describe('store migrate, with the real keychain', { skip: needs(...KEYRING_PROGRAMS) }, () => {
  let aws: LocalAws;
  let session: KeyringSession;
  let product = '';

  before(async () => {
    session = await KeyringSession.start('unlocked');
    aws = await localAws();
    await writeConfig(join(session.home, '.aws'), aws.server);
    const env = environment({ BROWSER: PRESS_ALLOW });
    assert.equal((await aws.sandbox.run(['login', 'acme'], { cwd: session.home, env })).status, 0);
    product = (await served()).stdout;
  });
  after(async () => await session.stop());

  /** Nothing in the environment chooses a store: `config.ini` does. */
  const environment = (extra: Record<string, string> = {}): Record<string, string | undefined> => ({
    ...session.environment,
    AWSCRED_STORE: undefined,
    AWSCRED_PASSPHRASE_FILE: join(aws.sandbox.home, 'passphrase'),
    USER: 'jane',
    ...extra,
  });
  const run = async (args: readonly string[], env: Record<string, string> = {}): Promise<RunResult> =>
    aws.sandbox.run(args, { cwd: session.home, env: environment(env) });
  const served = async (): Promise<RunResult> => run(['process', 'prod-readonly']);
  const items = async (): Promise<readonly Item[]> => {
    const { stdout } = await run(['cache', 'list', '--json']);
    return (JSON.parse(stdout) as { items: Item[] }).items;
  };
  const assertServedWithoutCall = async (when: string): Promise<void> => {
    const calls = aws.server.calls.length;
    const { status, stdout, stderr } = await served();
    assert.equal(status, 0, `${when}: ${stderr}`);
    assert.equal(stdout, product, when);
    assert.equal(aws.server.calls.length, calls, when);
  };

  it('a wrong passphrase for a file that is there already is exit 5, and nothing changes', async () => {
    const before = await items();
    // A file store of another time, in the same home.
    assert.equal((await run(['store', 'unlock'], { AWSCRED_STORE: 'file' })).status, 0);
    assert.equal((await run(['store', 'lock'])).status, 0);
    aws.sandbox.write('wrong', 'not the passphrase at all\n');
    const wrong = { AWSCRED_PASSPHRASE_FILE: join(aws.sandbox.home, 'wrong') };
    const { status, stdout, stderr } = await run(['store', 'migrate', '--to', 'file'], wrong);
    assert.equal(status, 5);
    assert.equal(stdout, '');
    assert.match(stderr, /^awscred: wrong passphrase for the encrypted store/);
    assert.deepEqual(await items(), before);
    await assertServedWithoutCall('after the refusal');
  });

  it('moves every item to the file, sets `store`, and leaves none in the keychain', async () => {
    const before = await items();
    assert.equal(before.length, 5);
    const { status, stdout, stderr } = await run(['store', 'migrate', '--to', 'file']);
    assert.equal(status, 0, stderr);
    assert.equal(
      stdout,
      '5 items moved to the encrypted file; store = file is set in ~/.config/awscred/config.ini\n',
    );
    assert.match(readFileSync(join(session.home, '.config/awscred/config.ini'), 'utf8'), /^store = file$/m);
    assert.match((await run(['store', 'status'])).stdout, /^file: .*\n5 items stored\n$/s);
    assert.deepEqual(
      before.filter(({ account }) => session.lookup(account) !== null),
      [],
    );
    assert.equal((await items()).length, 5);
    await assertServedWithoutCall('from the file');
  });

  it('says so where everything is there already', async () => {
    const { status, stdout } = await run(['store', 'migrate', '--to', 'file']);
    assert.equal(status, 0);
    assert.equal(stdout, 'everything is in the encrypted file already; nothing was changed\n');
  });

  it('and back', async () => {
    const { status, stdout } = await run(['store', 'migrate', '--to', 'keychain', '--json']);
    assert.equal(status, 0);
    assert.deepEqual(JSON.parse(stdout), {
      version: 1,
      store: 'keychain',
      moved: 5,
      damaged: 0,
      already: false,
    });
    const kept = await items();
    assert.equal(kept.filter(({ account }) => session.lookup(account) !== null).length, 5);
    await assertServedWithoutCall('from the keychain again');
  });

  it('killed at any time serves everything without a call, and completes when it is run again', async () => {
    let to = 'file';
    for (const ms of KILLED_AFTER_MS) {
      const child = aws.sandbox.start([process.execPath, AWSCRED, 'store', 'migrate', '--to', to], {
        cwd: session.home,
        env: environment(),
      });
      await setTimeout(ms);
      child.kill('SIGKILL');
      await assertServedWithoutCall(`to ${to}, killed after ${ms} ms`);
      const again = await run(['store', 'migrate', '--to', to]);
      assert.equal(again.status, 0, again.stderr);
      await assertServedWithoutCall(`to ${to}, after it was run again`);
      assert.equal((await items()).length, 5);
      to = to === 'file' ? 'keychain' : 'file';
    }
  });

  it('without --to, or to somewhere else, is exit 2', async () => {
    for (const args of [
      ['store', 'migrate'],
      ['store', 'migrate', '--to', 'none'],
    ]) {
      const { status, stderr } = await run(args);
      assert.equal(status, 2);
      assert.match(stderr, /--to keychain or --to file/);
    }
  });
});
