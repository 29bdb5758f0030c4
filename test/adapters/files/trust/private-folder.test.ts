import assert from 'node:assert/strict';
import {
  chmodSync,
  chownSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { readPrivateFile, writePrivateFile } from '../../../../src/adapters/files/trust/private-file.ts';
import { folderFault, makeFolder } from '../../../../src/adapters/files/trust/private-folder.ts';
import { tempFolder } from '../../../support/files/temp-folder.ts';

const asRoot = process.geteuid?.() === 0 ? false : 'giving files to other users takes root';

suite('a folder of ours', () => {
  test('is made 0700 with its parents, whatever the umask', () => {
    const umask = process.umask(0o000);
    const base = tempFolder();
    try {
      assert.equal(makeFolder(join(base, 'a/b/c')), null);
    } finally {
      process.umask(umask);
    }
    for (const folder of ['a', 'a/b', 'a/b/c']) {
      assert.equal(statSync(join(base, folder)).mode & 0o777, 0o700, folder);
    }
  });

  test("may be the user's own link, which stays a link", () => {
    const base = tempFolder();
    mkdirSync(join(base, 'real'), { mode: 0o700 });
    symlinkSync(join(base, 'real'), join(base, 'link'));
    assert.equal(makeFolder(join(base, 'link')), null);
    assert.equal(lstatSync(join(base, 'link')).isSymbolicLink(), true);
  });

  test('is not believed when others can write it', () => {
    const base = tempFolder();
    for (const mode of [0o770, 0o707, 0o1777]) {
      chmodSync(base, mode);
      assert.match(folderFault(base) ?? '', /can be written by other users/);
      assert.equal(makeFolder(base), folderFault(base));
    }
  });

  test('is not a file, nor a link that leads nowhere', () => {
    const base = tempFolder();
    writeFileSync(join(base, 'file'), '');
    symlinkSync(join(base, 'nowhere'), join(base, 'link'));
    assert.match(folderFault(join(base, 'file')) ?? '', /is not a folder/);
    assert.match(makeFolder(join(base, 'link')) ?? '', /leads nowhere/);
    assert.equal(statSync(join(base, 'nowhere'), { throwIfNoEntry: false }), undefined);
  });

  test("is not another user's, nor behind another user's link", { skip: asRoot }, () => {
    const base = tempFolder();
    mkdirSync(join(base, 'theirs'), { mode: 0o700 });
    chownSync(join(base, 'theirs'), 65_534, 65_534);
    assert.match(folderFault(join(base, 'theirs')) ?? '', /belongs to another user \(uid 65534\)/);
    mkdirSync(join(base, 'real'), { mode: 0o700 });
    symlinkSync(join(base, 'real'), join(base, 'link'));
    const { lchownSync } = process.getBuiltinModule('node:fs');
    lchownSync(join(base, 'link'), 65_534, 65_534);
    assert.match(folderFault(join(base, 'link')) ?? '', /link made by another user/);
  });

  test("is not made by root in another user's home", { skip: asRoot }, () => {
    const home = tempFolder();
    chownSync(home, 65_534, 65_534);
    assert.match(
      makeFolder(join(home, '.local/state/awscred')) ?? '',
      /in a folder of another user \(uid 65534\)/,
    );
    assert.equal(statSync(join(home, '.local'), { throwIfNoEntry: false }), undefined);
  });
});

suite('a file of ours', () => {
  test('is written 0600 whatever the umask, over a link and not through it', () => {
    const base = tempFolder();
    const [victim, path] = [join(base, 'victim'), join(base, 'file')];
    writeFileSync(victim, 'precious');
    symlinkSync(victim, path);
    const umask = process.umask(0o777);
    try {
      writePrivateFile(path, 'ours');
    } finally {
      process.umask(umask);
    }
    assert.equal(readFileSync(victim, 'utf8'), 'precious');
    assert.equal(readPrivateFile(path), 'ours');
    assert.equal(lstatSync(path).mode & 0o777, 0o600);
  });

  test('is not read through a link, from a pipe or when others can write it', () => {
    const base = tempFolder();
    const path = join(base, 'file');
    assert.equal(readPrivateFile(path), null);
    writeFileSync(path, 'text', { mode: 0o600 });
    symlinkSync(path, join(base, 'link'));
    assert.throws(() => readPrivateFile(join(base, 'link')));
    chmodSync(path, 0o622);
    assert.throws(() => readPrivateFile(path));
    assert.throws(() => readPrivateFile(base));
  });
});
