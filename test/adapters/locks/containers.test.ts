import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { suite, test } from 'node:test';
import { LOCK_KINDS } from '../../support/locks/kinds.ts';
import { LockProcess } from '../../support/locks/lock-process.ts';
import { needs } from '../../support/process/needs.ts';
import { tempFolder } from '../../support/files/temp-folder.ts';

/** A namespace of pids of its own, as a container has: our pids mean nothing there, nor its pids here. */
const CONTAINER = ['unshare', '--pid', '--fork', '--kill-child', '--mount-proc'];

const skip =
  needs('unshare') ||
  (spawnSync('unshare', [...CONTAINER.slice(1), 'true']).status === 0 ? false : 'no namespaces here');

suite('a container that shares the folder', { skip }, () => {
  for (const kind of LOCK_KINDS) {
    for (const [where, inside, outside] of [
      ['in it', CONTAINER, []],
      ['outside', [], CONTAINER],
    ] as const) {
      test(`a holder ${where} is waited for (${kind})`, async () => {
        const folder = tempFolder();
        const holder = new LockProcess({ folder, name: 'a', kind, words: inside });
        await holder.says('held');
        const waiter = new LockProcess({ folder, name: 'a', kind, words: outside, timeoutMs: 700 });
        assert.match(await waiter.says('failed'), /process prod-admin, pid \d+, in another container/);
        const second = new LockProcess({ folder, name: 'a', kind, words: outside });
        await second.says('waiting');
        holder.release();
        await second.says('held');
      });
    }
  }

  test("the system's own ends with a holder there that is killed", async () => {
    const folder = tempFolder();
    const holder = new LockProcess({ folder, name: 'a', words: CONTAINER });
    await holder.says('held');
    const waiter = new LockProcess({ folder, name: 'a' });
    await waiter.says('waiting');
    holder.child.kill('SIGKILL');
    await waiter.says('held');
  });
});
