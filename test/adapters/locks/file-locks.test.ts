import assert from 'node:assert/strict';
import {
  chmodSync,
  chownSync,
  copyFileSync,
  mkdirSync,
  rmSync,
  readdirSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { FileLocks } from '../../../src/adapters/locks/file-locks.ts';
import { kernelLock } from '../../../src/adapters/locks/kernel-lock.ts';
import { lockFolders } from '../../../src/adapters/locks/lock-folders.ts';
import { AwscredError } from '../../../src/errors.ts';
import type { LockHolder } from '../../../src/ports/store/lock.ts';
import { LOCK_KINDS, lockFileOf } from '../../support/locks/kinds.ts';
import { LockProcess } from '../../support/locks/lock-process.ts';
import { reportInto, systemClock } from '../../support/store/store-world.ts';
import { tempFolder } from '../../support/files/temp-folder.ts';

function locksIn(
  stateFolder: string,
  options: { runtime?: string; tmp?: string; warnings?: string[] } = {},
): FileLocks {
  const where = { stateFolder, settingsFile: '', runtimeFolder: options.runtime ?? null };
  return new FileLocks({
    folders: (refused) => lockFolders(where, options.tmp ?? stateFolder, refused),
    clock: systemClock,
    report: reportInto(options.warnings ?? []),
    kernel: kernelLock,
  });
}

const QUICK = { timeoutMs: 5000, purpose: 'test' };
const nothing = async (): Promise<string> => await Promise.resolve('done');

for (const kind of LOCK_KINDS) {
  suite(`locks (${kind})`, () => {
    test('a second process waits, names the holder, and takes over when it is released', async () => {
      const folder = tempFolder();
      const first = new LockProcess({ folder, name: 'a', kind });
      await first.says('held');
      const second = new LockProcess({ folder, name: 'a', kind });
      const told = JSON.parse((await second.says('waiting')).slice('waiting '.length)) as LockHolder;
      assert.equal(told.pid, first.pid);
      assert.equal(told.purpose, 'process prod-admin');
      assert.equal(second.hasSaid('held'), false);
      first.release();
      await second.says('held');
    });

    test('of many who wait for a holder killed with SIGKILL, one at a time takes over', async () => {
      const folder = tempFolder();
      const holder = new LockProcess({ folder, name: 'a', kind });
      await holder.says('held');
      const waiters = Array.from({ length: 4 }, () => new LockProcess({ folder, name: 'a', kind }));
      await Promise.all(waiters.map(async (waiter) => await waiter.says('waiting')));
      holder.child.kill('SIGKILL');
      const left = new Set(waiters);
      while (left.size > 0) {
        const next = await Promise.race([...left].map(async (each) => each.says('held').then(() => each)));
        assert.equal([...left].filter((each) => each.hasSaid('held')).length, 1);
        left.delete(next);
        next.child.kill('SIGKILL');
      }
    });

    test('names are independent', async () => {
      const folder = tempFolder();
      const first = new LockProcess({ folder, name: 'a', kind });
      await first.says('held');
      const other = new LockProcess({ folder, name: 'b', kind });
      await other.says('held');
      assert.equal(other.hasSaid('waiting'), false);
    });

    test('a stopped holder blocks no longer than the timeout, and is named', async () => {
      const folder = tempFolder();
      const holder = new LockProcess({ folder, name: 'a', kind });
      await holder.says('held');
      holder.child.kill('SIGSTOP');
      const waiter = new LockProcess({ folder, name: 'a', kind, timeoutMs: 300 });
      const failed = await waiter.says('failed');
      assert.match(failed, new RegExp(`process prod-admin, pid ${holder.pid}.*stopped`));
    });
  });
}

suite('locks of two kinds', () => {
  for (const [kind, other] of [
    ['system', 'exclusive'],
    ['exclusive', 'system'],
  ] as const) {
    test(`${other} waits for ${kind}: the binary may load in one place and not in another`, async () => {
      const folder = tempFolder();
      const first = new LockProcess({ folder, name: 'a', kind });
      await first.says('held');
      const second = new LockProcess({ folder, name: 'a', kind: other });
      const told = JSON.parse((await second.says('waiting')).slice('waiting '.length)) as LockHolder;
      assert.equal(told.pid, first.pid);
      assert.equal(second.hasSaid('held'), false);
      first.child.kill('SIGKILL');
      await second.says('held');
    });
  }
});

suite('a file that a living process holds by its name', () => {
  test('is free when it has been removed, though that process lives on', async () => {
    const folder = tempFolder();
    const holder = new LockProcess({ folder, name: 'other' });
    await holder.says('held');
    const path = lockFileOf(folder, 'a');
    copyFileSync(lockFileOf(folder, 'other'), path);
    let isWaiting = (): void => {};
    const waits = new Promise<void>((resolve) => {
      isWaiting = resolve;
    });
    const options = { ...QUICK, onWait: isWaiting };
    const taken = locksIn(folder).withLock('a', options, nothing);
    await waits;
    rmSync(path);
    assert.equal(await taken, 'done');
  });
});

suite('the lock files', () => {
  test('are 0600 in a folder 0700, and free again when work throws', async () => {
    const folder = tempFolder();
    const locks = locksIn(folder);
    await assert.rejects(
      locks.withLock('a', QUICK, async () => await Promise.reject(new Error('work failed'))),
      /work failed/,
    );
    assert.equal(await locks.withLock('a', QUICK, nothing), 'done');
    assert.equal(statSync(join(folder, 'locks')).mode & 0o777, 0o700);
    for (const name of readdirSync(join(folder, 'locks'))) {
      assert.equal(statSync(join(folder, 'locks', name)).mode & 0o777, 0o600);
      assert.equal(statSync(join(folder, 'locks', name)).size, 0, 'no holder is named any more');
    }
  });

  test('exclude each other inside one process too', async () => {
    const locks = locksIn(tempFolder());
    let inside = 0;
    let most = 0;
    const work = async (): Promise<void> => {
      inside += 1;
      most = Math.max(most, inside);
      await systemClock.sleep(1);
      inside -= 1;
    };
    await Promise.all(Array.from({ length: 8 }, async () => await locks.withLock('a', QUICK, work)));
    assert.equal(most, 1);
  });

  test('name a holder once, and a wait that nobody is told of does not count', async () => {
    const folder = tempFolder();
    const [holder, waiter] = [locksIn(folder), locksIn(folder)];
    const told: number[] = [];
    const heard = { timeoutMs: 1, purpose: 'test', onWait: ({ pid }: LockHolder) => void told.push(pid) };
    const silent = { timeoutMs: 1, purpose: 'test' };
    await holder.withLock('a', QUICK, async () =>
      holder.withLock('b', QUICK, async () => {
        await assert.rejects(waiter.withLock('a', silent, nothing), AwscredError);
        assert.deepEqual(told, []);
        await assert.rejects(waiter.withLock('b', heard, nothing), AwscredError);
        await assert.rejects(waiter.withLock('a', heard, nothing), AwscredError);
        assert.deepEqual(told, [process.pid]);
      }),
    );
  });

  test('name a holder that asks a person before its lock is wanted, where that takes long', async () => {
    const folder = tempFolder();
    const [holder, waiter] = [locksIn(folder), locksIn(folder)];
    const told: (number | null)[] = [];
    let hear: () => void = () => {};
    const isTold = new Promise<void>((resolve) => {
      hear = resolve;
    });
    const onWait = ({ pid }: LockHolder): void => {
      told.push(pid);
      hear();
    };
    const options = { timeoutMs: 1, purpose: 'test', onWait };
    const names = (): readonly string[] => ['other', 'a'];
    await holder.withLock('a', QUICK, async () => {
      await waiter.telling(names, options, async () => systemClock.sleep(1200));
      assert.deepEqual(told, []);
      await holder.whileAsking('mfa-code', async () => {
        await waiter.telling(names, options, nothing);
        assert.deepEqual(told, []);
        await waiter.telling(names, options, async () => isTold);
        await assert.rejects(waiter.withLock('a', options, nothing), AwscredError);
      });
    });
    assert.deepEqual(told, [process.pid]);
  });

  test('of anybody else are replaced: a link, an open file, a folder, another owner', async () => {
    const folder = tempFolder();
    const locks = locksIn(folder);
    await locks.withLock('a', QUICK, nothing);
    const [name = ''] = readdirSync(join(folder, 'locks'));
    const path = join(folder, 'locks', name);
    const victim = join(folder, 'victim');
    writeFileSync(victim, 'precious');
    const plants = [
      () => symlinkSync(victim, path),
      () => writeFileSync(path, '', { mode: 0o600 }),
      () => mkdirSync(path),
      () => writeFileSync(path, '{"pid":1}'),
    ];
    for (const [index, plant] of plants.entries()) {
      rmSync(path, { recursive: true, force: true });
      plant();
      if (index === 1 && process.geteuid?.() === 0) {
        chownSync(path, 65_534, 65_534);
      }
      if (index === 3) {
        chmodSync(path, 0o666);
      }
      assert.equal(await locks.withLock('a', QUICK, nothing), 'done', `plant ${index}`);
      assert.equal(statSync(path).mode & 0o777, 0o600);
    }
    assert.equal(statSync(victim).size, 'precious'.length);
  });

  test('go to the runtime folder, then to /tmp, where the state folder is not ours alone', async () => {
    const base = tempFolder();
    const open = join(base, 'open');
    mkdirSync(open);
    chmodSync(open, 0o777);
    await locksIn(open, { runtime: join(base, 'run') }).withLock('a', QUICK, nothing);
    assert.equal(readdirSync(join(base, 'run')).length, 1);
    assert.deepEqual(readdirSync(open), []);
    await locksIn(open, { tmp: base }).withLock('a', QUICK, nothing);
    const own = join(base, `awscred-${process.geteuid?.() ?? ''}`);
    assert.equal(readdirSync(own).length, 1);
    chmodSync(own, 0o777);
    const warnings: string[] = [];
    assert.equal(await locksIn(open, { tmp: base, warnings }).withLock('a', QUICK, nothing), 'done');
    assert.equal(warnings.length, 1);
    for (const folder of [open, own]) {
      assert.ok(warnings[0]?.includes(`${folder} can be written by other users`));
    }
  });

  test('WAITED is exit 6, within the time given', async () => {
    const folder = tempFolder();
    const locks = locksIn(folder);
    const start = performance.now();
    await locks.withLock('a', QUICK, async () => {
      await assert.rejects(
        locks.withLock('a', { timeoutMs: 200, purpose: 'nested' }, nothing),
        (error: unknown) => error instanceof AwscredError && error.code === 'WAITED',
      );
    });
    assert.ok(performance.now() - start < 3000);
  });
});
