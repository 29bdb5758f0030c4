import assert from 'node:assert/strict';
import { mkdirSync, readdirSync } from 'node:fs';
import { suite, test } from 'node:test';
import type { LockHolder } from '../../src/ports/store/lock.ts';
import { takenAtOnce } from '../support/locks/at-once.ts';
import { killHolders } from '../support/locks/killed-holders.ts';
import { LockProcess } from '../support/locks/lock-process.ts';
import { count, WindowsHome } from './support/windows-home.ts';

/** How often a holder is killed before eight who wait for it. */
const KILLS = Number(process.env['AWSCRED_TEST_KILLS'] ?? 10);

suite('locks on Windows', () => {
  const box = new WindowsHome();

  function folder(name: string): string {
    const path = box.path(name);
    mkdirSync(path);
    return path;
  }

  test('keep a second process out, which names the holder, and takes over when it is released', async () => {
    const request = { folder: folder('a b'), name: 'a' };
    const first = new LockProcess(request);
    await first.says('held');
    const second = new LockProcess(request);
    const told = JSON.parse((await second.says('waiting')).slice('waiting '.length)) as LockHolder;
    assert.equal(told.pid, first.pid);
    assert.equal(told.purpose, 'process prod-admin');
    assert.equal(second.hasSaid('held'), false);
    first.release();
    await second.says('held');
    second.release();
    await second.says('released');
    assert.deepEqual(
      readdirSync(`${request.folder}\\locks`).filter((name) => !name.endsWith('.lock')),
      [],
    );
  });

  test(`end with a holder that is killed (${KILLS} times): of eight who wait exactly one takes over`, async () => {
    const options = { folder: folder('killed'), kind: 'system', kills: KILLS, waiters: 8 } as const;
    const { turns, beside, failures, takeovers } = await killHolders(options);
    assert.deepEqual([turns, beside, failures], [KILLS + 9, 0, []]);
    const [middle, most] = [takeovers[takeovers.length >> 1] ?? 0, takeovers.at(-1) ?? 0];
    process.stdout.write(
      `  ${KILLS} killed: taken over after ${middle | 0} ms (median), ${most | 0} ms (longest)\n`,
    );
  });

  test('are had by exactly one of four who want them at one instant', async () => {
    const counts = await takenAtOnce(folder('at once'), { kind: 'system', rounds: 100 });
    assert.deepEqual(
      counts.filter((count) => count !== 1),
      [],
    );
  });

  for (const [store, env] of [
    ['the encrypted file', {}],
    ['the Credential Manager', { AWSCRED_STORE: 'keychain', AWSCRED_PASSPHRASE_FILE: undefined }],
  ] as const) {
    test(`make one call of eight processes, with ${store}`, async () => {
      const home = new WindowsHome();
      await home.signIn({ env });
      const operations = ['AssumeRole', 'GetRoleCredentials'] as const;
      const before = await Promise.all(operations.map(count));
      const runs = await Promise.all(
        Array.from({ length: 8 }, async () => await home.run(['process', 'prod-readonly'], { env })),
      );
      assert.deepEqual(
        runs.map(({ status, stderr }) => [status, /warning|no folder/.test(stderr) ? stderr : '']),
        runs.map(() => [0, '']),
      );
      assert.equal(new Set(runs.map(({ stdout }) => stdout)).size, 1);
      const after = await Promise.all(operations.map(count));
      assert.deepEqual(
        after.map((total, index) => total - (before[index] ?? 0)),
        [2, 1],
      );
    });
  }

  test('that nobody holds are removed by cache prune, and one that is held is not', async () => {
    const home = new WindowsHome();
    await home.signIn();
    const state = home.path(String.raw`AppData\Local\awscred`);
    const holder = new LockProcess({ folder: state, name: 'a' });
    await holder.says('held');
    const doctor = await home.run(['doctor']);
    assert.match(doctor.stdout, new RegExp(`lock-holders.*process prod-admin.*${holder.pid}`));
    const pruned = await home.run(['cache', 'prune']);
    assert.equal(pruned.status, 0, pruned.stderr);
    assert.equal(readdirSync(`${state}\\locks`).filter((name) => name.endsWith('.lock')).length, 1);
    holder.release();
    await holder.says('released');
  });
});
