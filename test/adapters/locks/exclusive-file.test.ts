import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { takeFile } from '../../../src/adapters/locks/exclusive-file.ts';
import { removeLeftLocks } from '../../../src/adapters/locks/left-locks.ts';
import { ownNote } from '../../../src/adapters/locks/holder.ts';
import { deadNote } from '../../support/locks/at-once.ts';
import { tempFolder } from '../../support/temp-folder.ts';

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
});

/** As one leaves it who is killed when it has the right to succeed: the file's name is what `takeFile` makes it. */
function leaveRight(path: string): void {
  const { ino, mtimeMs } = statSync(path);
  const digest = createHash('sha256')
    .update(`${ino} ${mtimeMs} ${readFileSync(path, 'utf8')}`)
    .digest('hex');
  writeFileSync(`${path}.${digest.slice(0, 16)}.tmp`, deadNote());
}
