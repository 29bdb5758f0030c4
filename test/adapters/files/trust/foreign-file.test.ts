import assert from 'node:assert/strict';
import { chmodSync, chownSync, lchownSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { foreignHand } from '../../../../src/adapters/files/trust/foreign-file.ts';
import { tempFolder } from '../../../support/files/temp-folder.ts';

const OTHER = 65_534;
const asRoot = process.geteuid?.() === 0 ? false : 'giving files to other users takes root';

/** `cache/token.json`, ours alone. */
function made(): { readonly folder: string; readonly file: string } {
  const folder = join(tempFolder(), 'cache');
  mkdirSync(folder, { mode: 0o700 });
  const file = join(folder, 'token.json');
  writeFileSync(file, '{}', { mode: 0o600 });
  return { folder, file };
}

suite('a hand of another user', () => {
  test('is in no file of ours, nor where there is nothing yet', () => {
    const { folder, file } = made();
    assert.equal(foreignHand(file), null);
    assert.equal(foreignHand(join(folder, 'absent')), null);
    assert.equal(foreignHand(join(folder, 'absent', 'absent')), null);
  });

  test("is not in the user's own links, or in a folder that an umask of 002 made", () => {
    const { folder, file } = made();
    chmodSync(folder, 0o775);
    symlinkSync(file, join(folder, 'link.json'));
    symlinkSync(folder, `${folder}-link`);
    assert.equal(foreignHand(join(folder, 'link.json')), null);
    assert.equal(foreignHand(join(`${folder}-link`, 'token.json')), null);
  });

  test('is in a file or folder that others can write, also behind a link', () => {
    const target = made();
    chmodSync(target.file, 0o620);
    assert.match(foreignHand(target.file) ?? '', /token\.json can be written by other users$/);
    chmodSync(target.file, 0o600);
    const { folder } = made();
    symlinkSync(target.file, join(folder, 'link.json'));
    chmodSync(target.folder, 0o777);
    assert.match(foreignHand(target.file) ?? '', /cache can be written by other users$/);
    assert.match(foreignHand(join(folder, 'link.json')) ?? '', /cache can be written by other users$/);
  });

  test(
    'is in what belongs to another user: file, folder, link, or what a link leads to',
    { skip: asRoot },
    () => {
      const theirs: readonly ((made: { folder: string; file: string }) => string)[] = [
        ({ file }) => {
          chownSync(file, OTHER, OTHER);
          return file;
        },
        ({ folder, file }) => {
          symlinkSync(file, join(folder, 'link.json'));
          lchownSync(join(folder, 'link.json'), OTHER, OTHER);
          return join(folder, 'link.json');
        },
        ({ folder, file }) => {
          chownSync(file, OTHER, OTHER);
          symlinkSync(file, join(folder, 'link.json'));
          return join(folder, 'link.json');
        },
      ];
      for (const give of theirs) {
        assert.match(foreignHand(give(made())) ?? '', /belongs to another user \(uid 65534\)$/);
      }
      const { folder, file } = made();
      chownSync(folder, OTHER, OTHER);
      assert.match(foreignHand(file) ?? '', /is in a folder of another user \(uid 65534\)$/);
    },
  );
});
