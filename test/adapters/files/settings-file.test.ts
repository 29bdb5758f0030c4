import assert from 'node:assert/strict';
import {
  chmodSync,
  chownSync,
  lchownSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { openSettingsFile } from '../../../src/adapters/files/settings-file.ts';
import { tempFolder } from '../../support/files/temp-folder.ts';
import { thrownBy } from '../../support/variables.ts';

const modeOf = (path: string): number => statSync(path).mode & 0o777;

describe('config.ini', () => {
  it('is nothing where there is none', () => {
    assert.equal(openSettingsFile(join(tempFolder(), 'absent', 'config.ini')).read(), null);
  });

  it('is written 0600 in folders of 0700, whatever the umask', () => {
    const path = join(tempFolder(), 'a', 'b', 'config.ini');
    const old = process.umask(0o777);
    try {
      openSettingsFile(path).write('store = file\n');
    } finally {
      process.umask(old);
    }
    assert.deepEqual(
      [modeOf(path), modeOf(dirname(path)), modeOf(dirname(dirname(path)))],
      [0o600, 0o700, 0o700],
    );
    assert.equal(openSettingsFile(path).read(), 'store = file\n');
    assert.deepEqual(readdirSync(dirname(path)), ['config.ini']);
  });

  it('stays a link', () => {
    const folder = tempFolder();
    mkdirSync(join(folder, 'dotfiles'), { mode: 0o700 });
    writeFileSync(join(folder, 'dotfiles', 'real'), 'x = 1\n', { mode: 0o644 });
    symlinkSync('dotfiles/real', join(folder, 'config.ini'));
    const file = openSettingsFile(join(folder, 'config.ini'));
    assert.equal(file.read(), 'x = 1\n');
    file.write('x = 2\n');
    assert.equal(lstatSync(join(folder, 'config.ini')).isSymbolicLink(), true);
    assert.equal(readFileSync(join(folder, 'dotfiles', 'real'), 'utf8'), 'x = 2\n');
    assert.equal(modeOf(join(folder, 'dotfiles', 'real')), 0o600);
  });
});

describe('config.ini that is not believed', () => {
  const made = (prepare: (path: string) => void): string => {
    const path = join(tempFolder(), 'awscred', 'config.ini');
    mkdirSync(dirname(path), { mode: 0o700 });
    writeFileSync(path, 'store = none\n', { mode: 0o600 });
    prepare(path);
    return path;
  };
  const rows: readonly [string, (path: string) => void, RegExp][] = [
    ['written by group', (path) => chmodSync(path, 0o620), /config\.ini can be written by other users/],
    ['written by others', (path) => chmodSync(path, 0o602), /config\.ini can be written by other users/],
    [
      'in a folder that others can write',
      (path) => chmodSync(dirname(path), 0o777),
      /awscred can be written by other users/,
    ],
    ['not UTF-8', (path) => writeFileSync(path, Buffer.from([0xff])), /it is not UTF-8 text$/],
  ];
  for (const [name, prepare, message] of rows) {
    it(name, () => {
      const path = made(prepare);
      const thrown = thrownBy(() => openSettingsFile(path).read());
      assert.equal(thrown.code, 'SETTINGS');
      assert.match(thrown.message, message);
    });
  }
  it('a folder in its place, or a link that leads nowhere', () => {
    const folder = tempFolder();
    mkdirSync(join(folder, 'config.ini'), { mode: 0o700 });
    assert.match(
      thrownBy(() => openSettingsFile(join(folder, 'config.ini')).read()).message,
      /not a regular file|directory/,
    );
    symlinkSync('nowhere', join(folder, 'dangling.ini'));
    assert.match(
      thrownBy(() => openSettingsFile(join(folder, 'dangling.ini')).read()).message,
      /leads nowhere$/,
    );
  });
  it('says how to mend it', () => {
    const path = made((file) => chmodSync(file, 0o666));
    assert.deepEqual(thrownBy(() => openSettingsFile(path).read()).hints, [`chmod go-w ${path}`]);
  });
  it('is not written to either', () => {
    const path = made((file) => chmodSync(dirname(file), 0o777));
    assert.equal(thrownBy(() => openSettingsFile(path).write('x = 1\n')).code, 'SETTINGS');
    assert.equal(readFileSync(path, 'utf8'), 'store = none\n');
  });

  const skip = process.getuid?.() === 0 ? false : 'not root: cannot give files away';
  it("is not written below another user's folder, whatever is linked there", { skip }, () => {
    const home = tempFolder();
    const elsewhere = tempFolder();
    chownSync(home, 65534, 65534);
    symlinkSync(elsewhere, join(home, '.config'));
    for (const path of [join(home, '.config/awscred/config.ini'), join(home, 'new/awscred/config.ini')]) {
      assert.match(
        thrownBy(() => openSettingsFile(path).write('x = 1\n')).message,
        /is in a folder of another user \(uid 65534\): awscred does not write to it$/,
      );
    }
    assert.deepEqual([readdirSync(home), readdirSync(elsewhere)], [['.config'], []]);
  });
  it("another user's file, folder or link", { skip }, () => {
    const gifts: ((path: string) => void)[] = [
      (path) => chownSync(path, 65534, 65534),
      (path) => chownSync(dirname(path), 65534, 65534),
    ];
    for (const give of gifts) {
      const path = made(give);
      assert.match(
        thrownBy(() => openSettingsFile(path).read()).message,
        /belongs to another user \(uid 65534\)/,
      );
    }
    const path = made(() => {});
    const link = join(dirname(dirname(path)), 'link.ini');
    symlinkSync(path, link);
    lchownSync(link, 65534, 65534);
    assert.match(thrownBy(() => openSettingsFile(link).read()).message, /link\.ini belongs to another user/);
  });
});
