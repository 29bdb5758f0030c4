import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { writeConfig } from '../../../src/dev-server/config/write-config.ts';
import { filesBelow } from '../../support/files/files-below.ts';
import { KEYRING_PROGRAMS, KeyringSession } from '../../support/store/keyring-session.ts';
import { localAws, PRESS_ALLOW, type LocalAws } from '../../support/aws/local-aws.ts';
import { needs } from '../../support/process/needs.ts';
import { runOnTerminal } from '../../support/pty.ts';
import { AWSCRED, type RunResult } from '../../support/sandbox.ts';
import { tappedAws, type Wiretap } from '../../support/network/wiretap.ts';

/** As on a fresh machine: nothing says which store to use. */
const NO_STORE_CHOSEN = { AWSCRED_STORE: undefined, AWSCRED_PASSPHRASE_FILE: undefined };

interface Item {
  readonly kind: string;
  readonly label: string;
  readonly account: string;
}

describe('the main job, kept in the real keychain', { skip: needs(...KEYRING_PROGRAMS) }, () => {
  let aws: LocalAws & { readonly tap: Wiretap };
  let session: KeyringSession;

  before(async () => {
    session = await KeyringSession.start('unlocked');
    aws = await tappedAws();
    await writeConfig(join(session.home, '.aws'), { ...aws.server, url: aws.tap.url });
  });
  after(async () => await session.stop());

  const run = async (args: readonly string[], env: Record<string, string> = {}): Promise<RunResult> =>
    aws.sandbox.run(args, {
      cwd: session.home,
      env: { ...NO_STORE_CHOSEN, ...session.environment, USER: 'jane', ...env },
    });

  it('signs in, assumes both roles, and answers the second time without a call', async () => {
    const login = await run(['login', 'acme'], { BROWSER: PRESS_ALLOW });
    assert.equal(login.status, 0, login.stderr);
    const first = await run(['process', 'prod-readonly']);
    assert.equal(first.status, 0, first.stderr);
    assert.equal(first.stderr, '');
    const calls = aws.server.calls.length;
    const second = await run(['process', 'prod-readonly']);
    assert.equal(second.stdout, first.stdout);
    assert.equal(aws.server.calls.length, calls);
    assert.match((await run(['store', 'status'])).stdout, /^keychain/);
  });

  it(
    'renews a chain with one child, and opens no item that it has no use for',
    { skip: needs('strace') },
    async () => {
      const trace = join(session.home, 'trace');
      const strace = [
        'strace',
        '-f',
        '--seccomp-bpf',
        '-qq',
        '-s',
        '300',
        '-o',
        trace,
        '-e',
        'trace=execve,connect',
      ];
      const argv = [...strace, process.execPath, AWSCRED, 'process', 'prod-readonly', '--refresh'];
      const calls = aws.server.calls.length;
      const env = { ...NO_STORE_CHOSEN, ...session.environment, USER: 'jane' };
      const { status, stderr } = await aws.sandbox.program(argv, { cwd: session.home, env });
      assert.equal(status, 0, stderr);
      assert.equal(aws.server.calls.length - calls, 3);
      const lines = readFileSync(trace, 'utf8').split('\n');
      assert.equal(
        lines.filter((line) => line.includes('execve(') && line.includes('keychain-child')).length,
        1,
      );
      // Each is a handshake, which gnome-keyring does one after the other: the probe, the sign-in, and three writes.
      const [, bus = ''] = /path=([^,]+)/.exec(session.environment['DBUS_SESSION_BUS_ADDRESS'] ?? '') ?? [];
      const opened = lines.filter((line) => line.includes('connect(') && line.includes(`"${bus}"`));
      assert.ok(opened.length > 0 && opened.length <= 9, `${opened.length} connections to the bus`);
    },
  );

  it('keeps each secret as an item that secret-tool finds', async () => {
    const { items } = JSON.parse((await run(['cache', 'list', '--json'])).stdout) as { items: Item[] };
    assert.deepEqual(
      items.map((item) => item.kind).filter((kind) => kind === 'tmp').length,
      3,
      'one for each step',
    );
    assert.ok(items.some((item) => item.kind === 'sso') && items.some((item) => item.kind === 'reg'));
    const { SecretAccessKey } = JSON.parse((await run(['process', 'prod-readonly'])).stdout) as {
      SecretAccessKey: string;
    };
    for (const { account, kind } of items) {
      assert.match(account, new RegExp(`^v1\\.${kind}\\.[0-9a-f]+$`));
      const value = JSON.parse(session.lookup(account) ?? 'null') as { v?: number } | null;
      assert.equal(value?.v, 1, account);
    }
    assert.equal(items.filter(({ account }) => session.lookup(account)?.includes(SecretAccessKey)).length, 1);
  });

  it('leaves no secret byte in any file but the keychain’s own', () => {
    const secrets = aws.tap.secrets();
    // Access, refresh and client secret, code and verifier, and three sets of keys with their tokens.
    assert.ok(secrets.length >= 11, `${secrets.length} secrets heard`);
    const files = [...filesBelow(session.home)];
    const keyrings = join(session.home, '.local/share/keyrings/');
    assert.ok(files.some(([path]) => path.startsWith(keyrings)));
    const ours = files.filter(([path]) => !path.startsWith(keyrings));
    assert.ok(ours.some(([path]) => path.endsWith('/awscred/index.json')));
    for (const [path, text] of ours) {
      const found = secrets.find((secret) => text.includes(secret));
      assert.equal(found, undefined, `a secret of ${found?.length ?? 0} characters is in ${path}`);
    }
  });

  it('cache clear and logout take the items out of the keychain', async () => {
    const { items } = JSON.parse((await run(['cache', 'list', '--json'])).stdout) as { items: Item[] };
    assert.equal((await run(['cache', 'clear'])).status, 0);
    assert.equal((await run(['logout', 'acme'])).status, 0);
    for (const { account } of items.filter(({ kind }) => kind !== 'reg')) {
      assert.equal(session.lookup(account), null, account);
    }
  });
});

describe('a locked keychain', { skip: needs(...KEYRING_PROGRAMS) }, () => {
  it('without a terminal is exit 5 within 5 s, before any call', async () => {
    const session = await KeyringSession.start('unlocked');
    try {
      const aws = await localAws();
      const calls = aws.server.calls.length;
      session.lock();
      const begun = Date.now();
      const result = await aws.sandbox.run(['process', 'ci-user'], {
        env: { ...NO_STORE_CHOSEN, ...session.environment, HOME: aws.sandbox.home },
      });
      const plain = await aws.sandbox.run(['process', 'prod-readonly'], {
        env: { ...NO_STORE_CHOSEN, ...session.environment, HOME: aws.sandbox.home },
      });
      assert.ok(Date.now() - begun < 10_000);
      assert.equal(plain.status, 5, plain.stderr);
      assert.match(plain.stderr, /keychain is locked/);
      // Plain keys are kept nowhere, so nothing needs the keychain.
      assert.equal(result.status, 0, result.stderr);
      assert.equal(aws.server.calls.length, calls);
    } finally {
      await session.stop();
    }
  });
});

describe('no keychain on the machine', () => {
  it('without a terminal is exit 5 before any call, says why and what to do, and writes nothing', async () => {
    const aws = await localAws();
    const result = await aws.sandbox.run(['process', 'prod-readonly'], { env: NO_STORE_CHOSEN });
    assert.equal(result.status, 5, result.stderr);
    assert.equal(result.stdout, '');
    assert.match(
      result.stderr,
      /^awscred: no OS keychain: this session has no D-Bus session bus \(DBUS_SESSION_BUS_ADDRESS is not set\)\n/,
    );
    assert.match(result.stderr, /hint: .*awscred settings set store file/);
    assert.match(result.stderr, /hint: .*--no-cache/);
    assert.equal(aws.server.calls.length, 0);
    assert.ok(!existsSync(join(aws.sandbox.home, '.local')));
  });

  it('--no-cache works, and keeps nothing', async () => {
    const aws = await localAws();
    const env = { ...NO_STORE_CHOSEN, BROWSER: PRESS_ALLOW, AWSCRED_SIGN_IN: 'browser' };
    const result = await aws.sandbox.run(['process', '--no-cache', 'prod-readonly'], { env });
    assert.equal(result.status, 0, result.stderr);
    assert.equal((JSON.parse(result.stdout) as { Version: number }).Version, 1);
    assert.equal(aws.count('AssumeRole'), 2);
    const kept = [...filesBelow(aws.sandbox.home).keys()].filter((path) => path.includes('awscred/'));
    // The audit trail is no cache: it holds no credentials, and says that these were handed out.
    assert.deepEqual(
      kept.filter((path) => !path.includes('/locks/')).map((path) => basename(path)),
      ['audit.jsonl'],
    );
  });

  it(
    'on a terminal it offers the encrypted file, and remembers',
    { skip: needs('/usr/bin/python3') },
    async () => {
      const aws = await localAws();
      const env = aws.sandbox.environment({ ...NO_STORE_CHOSEN, BROWSER: PRESS_ALLOW });
      const argv = (...words: readonly string[]): string[] => [process.execPath, AWSCRED, ...words];
      const passphrase = 'a passphrase of this test';
      const login = await runOnTerminal(argv('login', 'acme'), {
        env,
        dialog: [
          {
            expect:
              /No OS keychain here \(no D-Bus session bus\). Keep secrets in an encrypted file\? \[Y\/n\]/,
            send: '\n',
          },
          { expect: /New passphrase for the encrypted store/, send: `${passphrase}\n` },
          { expect: /Repeat the passphrase/, send: `${passphrase}\n` },
        ],
      });
      assert.equal(login.status, 0, login.stderr + login.tty);
      assert.ok(!login.tty.includes(passphrase), 'echoed');
      assert.equal(
        (await aws.sandbox.run(['settings', 'get', 'store'], { env: NO_STORE_CHOSEN })).stdout.trim(),
        'file',
      );
      const again = await runOnTerminal(argv('process', 'prod-readonly'), {
        env,
        dialog: [{ expect: /[Pp]assphrase/, send: `${passphrase}\n` }],
      });
      assert.equal(again.status, 0, again.stderr + again.tty);
      assert.equal(aws.count('AssumeRole'), 2);
    },
  );

  it('whoever says no gets exit 5, and nothing is made', { skip: needs('/usr/bin/python3') }, async () => {
    const aws = await localAws();
    mkdirSync(join(aws.sandbox.home, '.local'));
    const result = await runOnTerminal([process.execPath, AWSCRED, 'process', 'prod-readonly'], {
      env: aws.sandbox.environment(NO_STORE_CHOSEN),
      dialog: [{ expect: /encrypted file\? \[Y\/n\]/, send: 'n\n' }],
    });
    assert.equal(result.status, 5, result.stderr);
    assert.equal(result.stdout, '');
    assert.match(result.stderr, /--no-cache/);
    assert.equal(aws.server.calls.length, 0);
  });
});
