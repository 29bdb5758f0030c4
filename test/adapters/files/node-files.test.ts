import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { nodeFiles } from '../../../src/adapters/files/node-files.ts';
import { tempFolder } from '../../support/files/temp-folder.ts';
import { needs } from '../../support/process/needs.ts';
import { thrownBy } from '../../support/variables.ts';

describe('reading', () => {
  const folder = tempFolder();
  const at = (name: string): string => join(folder, name);
  writeFileSync(at('text'), Buffer.from([0x61, 0xff, 0x00, 0x62]));
  mkdirSync(at('folder'));
  symlinkSync(at('nowhere'), at('dangling'));
  symlinkSync(at('circle'), at('circle'));
  symlinkSync(at('text'), at('link'));

  it('replaces bytes that are not UTF-8', () => assert.equal(nodeFiles.read(at('text')), 'a\uFFFD\0b'));
  it('follows a link', () => assert.equal(nodeFiles.read(at('link')), 'a\uFFFD\0b'));
  it('says null for what is not there', () => {
    assert.equal(nodeFiles.read(at('absent')), null);
    assert.equal(nodeFiles.read(at('absent/absent')), null);
    assert.equal(nodeFiles.read(at('text/absent')), null);
  });
  it('reads /dev/null as empty', () => assert.equal(nodeFiles.read('/dev/null'), ''));

  const bad: readonly [string, string][] = [
    ['folder', 'it is a directory'],
    ['dangling', 'its link leads nowhere'],
    ['dangling/config', 'its link leads nowhere'],
    ['circle', 'its link goes in a circle'],
    ['circle/config', 'its link goes in a circle'],
  ];
  for (const [name, reason] of bad) {
    it(`refuses ${name}`, () => {
      const { code, message } = thrownBy(() => nodeFiles.read(at(name)));
      assert.deepEqual([code, message], ['CONFIG', `cannot read ${at(name)}: ${reason}`]);
    });
  }
  it('does not hang on a named pipe', { skip: needs('mkfifo') }, () => {
    execFileSync('mkfifo', [at('pipe')]);
    assert.match(thrownBy(() => nodeFiles.read(at('pipe'))).message, /pipe: it is not a regular file$/);
  });
  it('reads what <(…) hands over', { skip: needs('bash') }, () => {
    const module = new URL('../../../src/adapters/files/node-files.js', import.meta.url).href;
    const script = `const { nodeFiles } = await import(process.argv[1]); process.stdout.write(nodeFiles.read(process.argv[2]))`;
    const run = spawnSync(
      'bash',
      [
        '-c',
        '"$0" --input-type=module -e "$1" "$2" <(sleep 0.1; echo hello)',
        process.execPath,
        script,
        module,
      ],
      { encoding: 'utf8' },
    );
    assert.equal(run.stdout, 'hello\n', run.stderr);
  });
  it('refuses a file without permission', { skip: asNobody() }, () => {
    writeFileSync(at('secret'), 'x', { mode: 0o600 });
    chmodSync(folder, 0o755);
    const module = new URL('../../../src/adapters/files/node-files.js', import.meta.url).href;
    const script = `const { nodeFiles } = await import(${JSON.stringify(module)}); try { nodeFiles.read(${JSON.stringify(at('secret'))}) } catch (e) { console.log(e.message) }`;
    const run = spawnSync(
      'setpriv',
      [
        '--reuid=65534',
        '--regid=65534',
        '--clear-groups',
        process.execPath,
        '--input-type=module',
        '-e',
        script,
      ],
      { encoding: 'utf8', cwd: '/' },
    );
    assert.equal(run.stdout, `cannot read ${at('secret')}: permission denied\n`, run.stderr);
  });
  it('lists a folder, and nothing where there is none', () => {
    assert.deepEqual(nodeFiles.list(at('folder')), []);
    assert.deepEqual(nodeFiles.list(at('absent')), []);
    assert.ok(nodeFiles.list(folder).includes('text'));
  });
});

function asNobody(): false | string {
  return process.getuid?.() === 0 ? needs('setpriv') : 'not root: cannot become another user';
}

describe('writing', () => {
  it('creates 0600 whatever the umask, and leaves nothing beside it', () => {
    const folder = tempFolder();
    const old = process.umask(0o777);
    try {
      nodeFiles.write(join(folder, 'new'), 'text');
    } finally {
      process.umask(old);
    }
    assert.equal(statSync(join(folder, 'new')).mode & 0o777, 0o600);
    assert.deepEqual(readdirSync(folder), ['new']);
  });
  it('makes the folders that are missing, 0700 whatever the umask', () => {
    const folder = tempFolder();
    const old = process.umask(0o777);
    try {
      nodeFiles.write(join(folder, 'sso/cache/new'), 'text');
    } finally {
      process.umask(old);
    }
    for (const made of ['sso', 'sso/cache']) {
      assert.equal(statSync(join(folder, made)).mode & 0o777, 0o700);
    }
  });
  it('keeps mode and link of what is there', () => {
    const folder = tempFolder();
    writeFileSync(join(folder, 'file'), 'old', { mode: 0o640 });
    chmodSync(join(folder, 'file'), 0o640);
    symlinkSync('file', join(folder, 'link'));
    nodeFiles.write(join(folder, 'link'), 'new');
    assert.equal(readFileSync(join(folder, 'file'), 'utf8'), 'new');
    assert.equal(statSync(join(folder, 'file')).mode & 0o777, 0o640);
    assert.deepEqual(readdirSync(folder), ['file', 'link']);
  });
  it('leaves nothing behind when it fails', () => {
    const folder = tempFolder();
    mkdirSync(join(folder, 'target'));
    assert.match(
      thrownBy(() => nodeFiles.write(join(folder, 'target'), 'x')).message,
      /^cannot write .*target: /,
    );
    assert.deepEqual(readdirSync(folder), ['target']);
  });
  it('removes, and says when there was nothing', () => {
    const folder = tempFolder();
    nodeFiles.write(join(folder, 'x'), '');
    assert.deepEqual(
      [nodeFiles.remove(join(folder, 'x')), nodeFiles.remove(join(folder, 'x'))],
      [true, false],
    );
  });
});
