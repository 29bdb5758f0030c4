import assert from 'node:assert/strict';
import {
  chmodSync,
  chownSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { awsFileEditor } from '../../../src/adapters/files/aws-file-editor.ts';
import type { FileEdit } from '../../../src/core/aws-files/edit/file-edit.ts';
import { AwscredError, exitStatus } from '../../../src/errors.ts';
import type { AwsFileEditor } from '../../../src/ports/files/aws-file-editor.ts';
import { tempFolder } from '../../support/files/temp-folder.ts';

const OTHER = 65_534;
const skip = process.geteuid?.() === 0 ? false : 'giving files to other users takes root';

interface Home {
  readonly editor: AwsFileEditor;
  readonly config: string;
  readonly state: string;
}

function home(text?: string): Home {
  const folder = tempFolder();
  const [config, state] = [join(folder, '.aws', 'config'), join(folder, 'state')];
  if (text !== undefined) {
    mkdirSync(join(folder, '.aws'));
    writeFileSync(config, text, { mode: 0o640 });
  }
  let now = Date.UTC(2026, 0, 1);
  const editor = awsFileEditor({
    paths: { config, credentials: join(folder, '.aws', 'credentials') },
    stateFolder: state,
    locks: { withLock: async (_name, _options, work) => work({ waited: false, before: null }) },
    clock: { now: () => (now += 1000) },
  });
  return { editor, config, state };
}

function setX(value: string): readonly FileEdit[] {
  return [{ change: 'set', section: { kind: 'profile', name: 'p' }, values: [['x', value]] }];
}

async function refused(change: Promise<unknown>, status: number, message: RegExp): Promise<void> {
  await assert.rejects(change, (error) => {
    assert.ok(error instanceof AwscredError);
    assert.equal(exitStatus(error.code), status, error.message);
    assert.match([error.message, ...error.details].join(' '), message);
    return true;
  });
}

function mode(path: string): string {
  return (statSync(path).mode & 0o777).toString(8);
}

describe('the editor on a disk', () => {
  it('makes a new file 0600 in a folder 0700, without a backup', async () => {
    const { editor, config, state } = home();
    const { changed, backup } = await editor.change('config', setX('1'));
    assert.deepEqual([changed, backup, mode(config), mode(join(config, '..'))], [true, null, '600', '700']);
    assert.equal(readFileSync(config, 'utf8'), '# managed by awscred\n[profile p]\nx = 1\n');
    assert.throws(() => readdirSync(join(state, 'backups')), /ENOENT/);
  });

  it('keeps mode and owner, and a copy 0600 in the state folder, the last 20', { skip }, async () => {
    const { editor, config, state } = home('[profile p]\nx = 0\n');
    chownSync(config, 0, OTHER);
    const { backup } = await editor.change('config', setX('1'));
    assert.equal(readFileSync(backup ?? '', 'utf8'), '[profile p]\nx = 0\n');
    assert.deepEqual([mode(backup ?? ''), mode(config), statSync(config).gid], ['600', '640', OTHER]);
    for (let at = 2; at <= 25; at += 1) {
      await editor.change('config', setX(String(at)));
    }
    const copies = readdirSync(join(state, 'backups')).toSorted();
    assert.equal(copies.length, 20);
    assert.equal(readFileSync(join(state, 'backups', copies[0] ?? ''), 'utf8'), '[profile p]\nx = 5\n');
    assert.deepEqual(readdirSync(join(config, '..')), ['config']);
  });

  it('follows the user’s own link', async () => {
    const { editor, config } = home('');
    const elsewhere = join(tempFolder(), 'dotfiles-config');
    writeFileSync(elsewhere, '[profile p]\nx = 0\n', { mode: 0o644 });
    const link = join(config, '..', 'link');
    symlinkSync(elsewhere, link);
    const linked = awsFileEditor({
      paths: { config: link, credentials: link },
      stateFolder: tempFolder(),
      locks: { withLock: async (_name, _options, work) => work({ waited: false, before: null }) },
      clock: { now: () => 0 },
    });
    await linked.change('config', setX('1'));
    await editor.change('config', setX('1'));
    assert.ok(lstatSync(link).isSymbolicLink());
    assert.deepEqual([readFileSync(elsewhere, 'utf8'), mode(elsewhere)], ['[profile p]\nx = 1\n', '644']);
  });

  it('changes nothing in a dry run, nor where nothing is to be changed', async () => {
    const { editor, config, state } = home('[profile p]\naws_secret_access_key = wJalr\nx = 0\n');
    const before = statSync(config).mtimeMs;
    const dry = await editor.change('config', setX('1'), { dryRun: true });
    const same = await editor.change('config', setX('0'));
    const diff = [
      `--- ${config}`,
      `+++ ${config}`,
      '@@ -1,3 +1,3 @@',
      ' [profile p]',
      ' aws_secret_access_key = ********',
      '-x = 0',
      '+x = 1',
      '',
    ].join('\n');
    assert.deepEqual([dry.changed, dry.backup, await dry.diff()], [true, null, diff]);
    assert.deepEqual([same.changed, same.backup, await same.diff()], [false, null, '']);
    assert.equal(statSync(config).mtimeMs, before);
    assert.throws(() => readdirSync(state), /ENOENT/);
  });

  it('keeps no copy where none is wanted', async () => {
    const { editor, state } = home('[profile p]\n');
    assert.equal((await editor.change('config', setX('1'), { backup: false })).backup, null);
    assert.throws(() => readdirSync(state), /ENOENT/);
  });

  it('refuses a file that changed meanwhile', async () => {
    const { editor, config } = home('[profile p]\n');
    const meanwhile = editor.change('config', () => {
      writeFileSync(config, '[profile p]\ny = 1\n');
      return setX('1');
    });
    await refused(meanwhile, 2, /changed meanwhile/);
    assert.equal(readFileSync(config, 'utf8'), '[profile p]\ny = 1\n');
  });

  it('refuses what is no UTF-8 text, no regular file, or a link that leads nowhere', async () => {
    const { editor, config } = home('');
    writeFileSync(config, Buffer.from([0x5b, 0x61, 0x5d, 0x0a, 0x78, 0x3d, 0xe9]));
    await refused(editor.change('config', setX('1')), 2, /not UTF-8/);
    const credentials = join(config, '..', 'credentials');
    symlinkSync('/nonexistent/credentials', credentials);
    await refused(editor.change('credentials', setX('1')), 2, /leads nowhere/);
    assert.ok(lstatSync(credentials).isSymbolicLink());
  });

  it('refuses a file, a link and a folder of another user', { skip }, async () => {
    for (const [make, message] of [
      [({ config }: Home) => chownSync(config, OTHER, OTHER), /belongs to another user/],
      [({ config }: Home) => chownSync(join(config, '..'), OTHER, OTHER), /folder of another user/],
    ] as const) {
      const made = home('[profile p]\n');
      make(made);
      await refused(made.editor.change('config', setX('1')), 2, message);
      assert.equal(readFileSync(made.config, 'utf8'), '[profile p]\n');
    }
  });

  it('says 1 where no backup can be kept, and leaves the file', async () => {
    const { editor, config, state } = home('[profile p]\n');
    mkdirSync(state);
    chmodSync(state, 0o777);
    await refused(editor.change('config', setX('1')), 1, /no backup .* can be written by other users/);
    assert.equal(readFileSync(config, 'utf8'), '[profile p]\n');
  });
});
