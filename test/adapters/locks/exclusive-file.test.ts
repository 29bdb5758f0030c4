import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { takeFile } from '../../../src/adapters/locks/exclusive-file.ts';
import { removeLeftLocks } from '../../../src/adapters/locks/left-locks.ts';
import { ownNote } from '../../../src/adapters/locks/holder.ts';
import type { TakeWork } from '../../support/take-worker.ts';
import { tempFolder } from '../../support/temp-folder.ts';

const WORKER = fileURLToPath(new URL('../../support/take-worker.js', import.meta.url));

function deadNote(): string {
  const { pid } = spawnSync('true');
  return JSON.stringify({ pid, start: '1', purpose: null, terminal: null });
}

/** How many of four threads, each on its own, took each of `rounds` files whose holder is gone. */
async function takings(folder: string, rounds: number): Promise<readonly number[]> {
  const note = deadNote();
  const paths = Array.from({ length: rounds }, (_, index) => join(folder, `keychain.${index}`));
  paths.forEach((path) => writeFileSync(path, note));
  const counts = (): Int32Array => new Int32Array(new SharedArrayBuffer(rounds * 4));
  const workerData: TakeWork = { paths, threads: 4, gate: counts(), taken: counts() };
  const threads = Array.from({ length: 4 }, () => new Worker(WORKER, { workerData }));
  await Promise.all(threads.map(async (thread) => await once(thread, 'exit')));
  return [...workerData.taken];
}

suite('a file that is created exclusively', () => {
  test('is taken over from a dead holder by exactly one of those who try at one instant', async () => {
    const folder = tempFolder();
    const counts = await takings(folder, 150);
    assert.deepEqual(
      counts.filter((count) => count !== 1),
      [],
    );
    assert.deepEqual(
      readdirSync(folder).filter((name) => name.endsWith('.tmp')),
      [],
    );
  });

  test('is taken over although one who was about to do so was killed', () => {
    const folder = tempFolder();
    const path = join(folder, 'keychain.0');
    writeFileSync(path, deadNote());
    leaveRight(path);
    assert.ok(takeFile(path, ownNote('test')));
    assert.equal(takeFile(path, ownNote('test')), false);
    assert.deepEqual(readdirSync(folder), ['keychain.0']);
  });

  test('leaves nothing that `cache prune` does not remove', () => {
    const folder = tempFolder();
    const path = join(folder, 'keychain.0');
    writeFileSync(path, deadNote());
    leaveRight(path);
    removeLeftLocks([folder], null, Date.now());
    assert.deepEqual(readdirSync(folder), []);
  });
});

/** As one leaves it who is killed when it has the right to succeed: the file's name is what `takeFile` makes it. */
function leaveRight(path: string): void {
  const { ino, mtimeMs } = statSync(path);
  const digest = createHash('sha256')
    .update(`${ino} ${mtimeMs} ${readFileSync(path, 'utf8')}`)
    .digest('hex');
  writeFileSync(`${path}.${digest.slice(0, 16)}.tmp`, deadNote());
}
