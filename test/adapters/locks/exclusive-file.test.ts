import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { readdirSync, readFileSync, statSync, unlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { createFile, takeFile } from '../../../src/adapters/locks/exclusive-file.ts';
import { removeLeftLocks } from '../../../src/adapters/locks/left-locks.ts';
import { ownNote } from '../../../src/adapters/locks/holder.ts';
import { deadNote } from '../../support/locks/at-once.ts';
import type { ReadWork } from '../../support/locks/note-reader.ts';
import { tempFolder } from '../../support/files/temp-folder.ts';

const READER = fileURLToPath(new URL('../../support/locks/note-reader.js', import.meta.url));

suite('a file that is created exclusively', () => {
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
    removeLeftLocks([folder], Date.now());
    assert.deepEqual(readdirSync(folder), []);
  });

  test('is never seen without the note of its holder', async () => {
    const path = join(tempFolder(), 'keychain.0');
    const counts = new Int32Array(new SharedArrayBuffer(12));
    const workerData: ReadWork = { path, counts };
    const reader = new Worker(READER, { workerData });
    await once(reader, 'online');
    const note = ownNote('test');
    while (Atomics.load(counts, 1) < 1000) {
      assert.ok(createFile(path, note));
      unlinkSync(path);
    }
    Atomics.store(counts, 0, 1);
    await once(reader, 'exit');
    assert.equal(counts[2], 0);
  });
});

suite('a file whose holder', () => {
  const own = JSON.parse(ownNote('test')) as Record<string, unknown>;
  const rows = [
    { name: 'has a pid that another process has now', note: { start: '1' }, isTaken: true },
    { name: 'was there before the machine was started', note: { boot: 'earlier' }, isTaken: true },
    { name: 'is in another namespace of pids', note: { pids: 'pid:[1]', start: '1' }, isTaken: false },
    { name: 'is on another machine', note: { boot: 'other', host: 'other' }, isTaken: false },
  ];
  for (const { name, note, isTaken } of rows) {
    test(`${name} is ${isTaken ? '' : 'not '}taken over`, () => {
      const path = join(tempFolder(), 'a.lock');
      writeFileSync(path, JSON.stringify({ ...own, ...note }));
      utimesSync(path, 1, 1);
      assert.equal(takeFile(path, ownNote('test')), isTaken);
      assert.equal(takeFile(path, ownNote('test'), 'short'), !isTaken, 'a turn that only spares work');
    });
  }
});

/** As one leaves it who is killed when it has the right to succeed: the file's name is what `takeFile` makes it. */
function leaveRight(path: string): void {
  const { ino, mtimeMs } = statSync(path);
  const digest = createHash('sha256')
    .update(`${ino} ${mtimeMs} ${readFileSync(path, 'utf8')}`)
    .digest('hex');
  writeFileSync(`${path}.${digest.slice(0, 16)}.tmp`, deadNote());
}
