import assert from 'node:assert/strict';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, it } from 'node:test';
import { accountOf, encodeItem } from '../../../src/adapters/store/item.ts';
import type { ItemId } from '../../../src/ports/store/store.ts';
import { KEYRING_PROGRAMS, KeyringSession } from '../../support/store/keyring-session.ts';
import { localAws, PRESS_ALLOW, type LocalAws } from '../../support/aws/local-aws.ts';
import { LockProcess } from '../../support/locks/lock-process.ts';
import { needs } from '../../support/process/needs.ts';
import type { RunResult } from '../../support/sandbox.ts';
import { facts, secretOf, storeWorld } from '../../support/store/store-world.ts';

interface Index {
  readonly rows: Record<string, unknown>[];
}

const TOKEN_FILE = `${'ab'.repeat(20)}.json`;

describe('cache prune', () => {
  let aws: LocalAws;
  let state = '';
  let tokens = '';

  beforeEach(async () => {
    aws = await localAws();
    state = join(aws.sandbox.home, '.local/state/awscred');
    tokens = join(aws.sandbox.home, '.aws/sso/cache');
    const login = await aws.sandbox.run(['login', 'acme'], { env: { BROWSER: PRESS_ALLOW } });
    assert.equal(login.status, 0, login.stderr);
    assert.equal((await aws.sandbox.run(['process', 'prod-readonly'])).status, 0);
  });

  const prune = async (...args: readonly string[]): Promise<RunResult> =>
    aws.sandbox.run(['cache', 'prune', ...args]);
  const index = (): Index => JSON.parse(readFileSync(join(state, 'index.json'), 'utf8')) as Index;
  const changeIndex = (change: (index: Index) => Index): void =>
    writeFileSync(join(state, 'index.json'), JSON.stringify(change(index())));
  const kinds = (): readonly unknown[] => index().rows.map((row) => row['kind']);

  /** What `doctor` says under an id. */
  const diagnosis = async (id: string): Promise<string> => {
    const { stdout } = await aws.sandbox.run(['doctor', '--json']);
    const { checks } = JSON.parse(stdout) as { checks: { id: string; findings: { text: string }[] }[] };
    return checks.find((check) => check.id === id)?.findings[0]?.text ?? '';
  };

  it('removes what has expired, and never a sign-in, whose refresh token outlives what its row says', async () => {
    changeIndex(({ rows }) => ({ rows: rows.map((row) => ({ ...row, expiresAt: 1_700_000_000_000 })) }));
    assert.equal(await diagnosis('expired-items'), '4 expired');
    const { status, stdout, stderr } = await prune();
    assert.equal(status, 0, stderr);
    assert.match(stdout, /^removed assume-role ReadOnly in 444455556666, ended 2023-11-1\d/m);
    assert.deepEqual(kinds(), ['sso']);
    const calls = aws.count('CreateToken');
    assert.equal((await aws.sandbox.run(['process', 'bastion'])).status, 0);
    assert.equal(aws.count('CreateToken'), calls, 'the token was still there');
  });

  it('brings index and store together: rows without an item go, items without a row come back', async () => {
    const before = index().rows;
    const ghost = { ...before[0], account: `v1.tmp.${'0'.repeat(32)}`, label: 'ghost' };
    changeIndex(({ rows }) => ({ rows: [...rows.slice(1), ghost] }));
    assert.equal(
      await diagnosis('orphans'),
      'in the store but not in the index: 1; in the index but not in the store: 1',
    );
    const { stdout } = await prune('--json');
    const done = JSON.parse(stdout) as { removed: Record<string, unknown>; restored: number };
    assert.equal(done.removed['rows'], 1);
    assert.equal(done.restored, 1);
    const accounts = (rows: readonly Record<string, unknown>[]): readonly unknown[] =>
      rows.map((row) => String(row['account'])).sort();
    assert.deepEqual(accounts(index().rows), accounts(before));
    assert.equal((await prune()).stdout, 'nothing to remove\n');
  });

  it('removes what killed writers have left, in the AWS CLI’s folder too, and nobody else’s files', async () => {
    mkdirSync(tokens, { recursive: true, mode: 0o700 });
    const left = [
      join(state, '.header.json.0123456789abcdef.tmp'),
      join(state, 'store', `.v1.tmp.${'1'.repeat(32)}.0123456789abcdef.tmp`),
      join(tokens, `${TOKEN_FILE}.0123456789abcdef.tmp`),
      join(aws.sandbox.home, '.aws/config.0123456789abcdef.tmp'),
      join(aws.sandbox.home, '.aws/.credentials.0123456789abcdef.tmp'),
    ];
    const others = ['tmpab12.tmp', TOKEN_FILE, 'note.json.tmp'].map((name) => join(tokens, name));
    [...left, ...others].forEach((path) => writeFileSync(path, '{}', { mode: 0o600 }));
    // A writer that lives has its file open.
    const open = join(state, '.index.json.fedcba9876543210.tmp');
    const fd = openSync(open, 'wx', 0o600);
    try {
      const { stdout } = await prune();
      const { home } = aws.sandbox;
      left.forEach((path) => assert.ok(stdout.includes(`removed ~${path.slice(home.length)}\n`), path));
      assert.deepEqual(left.filter(existsSync), []);
      assert.deepEqual(others.filter(existsSync), others);
      assert.equal(existsSync(open), true);
    } finally {
      closeSync(fd);
    }
  });

  it('removes the locks of the dead, and leaves those of the living', async () => {
    const living = new LockProcess({ folder: state, name: 'living' });
    const dead = new LockProcess({ folder: state, name: 'dead' });
    await Promise.all([living.says('held'), dead.says('held')]);
    const gone = new Promise((resolve) => dead.child.once('exit', resolve));
    dead.child.kill('SIGKILL');
    await gone;
    const { stdout } = await prune();
    assert.match(stdout, /^removed \d+ idle locks$/m);
    const waiter = new LockProcess({ folder: state, name: 'living' });
    await waiter.says('waiting');
    living.release();
    await waiter.says('held');
    waiter.release();
    await waiter.says('released');
  });

  it('what it cannot look into it leaves, and says so', async () => {
    changeIndex(() => ({ rows: [] }));
    const env = { AWSCRED_PASSPHRASE_FILE: undefined };
    const { status, stderr } = await aws.sandbox.run(['cache', 'prune'], { env });
    assert.equal(status, 0);
    assert.match(stderr, /^awscred: not removed: items missing from the index: .*passphrase/);
    assert.equal((await aws.sandbox.run(['process', 'prod-readonly'])).status, 0);
  });
});

describe('cache prune in the real keychain', { skip: needs(...KEYRING_PROGRAMS) }, () => {
  it('removes expired items and orphan chunks, and says what the locked keychain kept it from', async () => {
    const session = await KeyringSession.start('unlocked');
    try {
      const { store, upkeep } = storeWorld(session.environment, { store: 'keychain' });
      const id: ItemId = { kind: 'tmp', key: 'ended' };
      await store.put(id, secretOf('x'), facts({ expiresAt: 1 }));
      const later: ItemId = { kind: 'tmp', key: 'later' };
      await store.put(later, secretOf('y'), facts({ expiresAt: Date.now() + 3_600_000 }));
      const chunk = `v1.chunk.${'2'.repeat(32)}.0badcafe.0`;
      session.store(chunk, 'half a token');
      session.store(
        accountOf({ kind: 'tmp', key: 'lost' }),
        encodeItem({ kind: 'tmp', key: 'lost' }, secretOf('z'), facts()),
      );
      const pruned = await upkeep.prune();
      assert.equal(pruned.items.length, 2, 'one of the index, one that it had lost');
      assert.equal(pruned.chunks, 1);
      assert.equal(session.lookup(chunk), null);
      assert.equal(session.lookup(accountOf(id)), null);
      assert.equal((await store.get(later))?.reveal(), 'y');
      session.lock();
      await assert.rejects(upkeep.prune(), { code: 'LOCKED' });
    } finally {
      await session.stop();
    }
  });
});
