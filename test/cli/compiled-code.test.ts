import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, renameSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, it } from 'node:test';
import { AWSCRED, Sandbox } from '../support/sandbox.ts';

/** What Node has from 22 on, here only to tell which folder it is given. */
const HOOK =
  "require('module').enableCompileCache = (folder) => require('fs').writeSync(2, `keeps code in ${folder}\\n`);";

describe('compiled code', () => {
  let sandbox: Sandbox;
  let state = '';

  beforeEach(() => {
    sandbox = new Sandbox();
    state = join(sandbox.home, '.local/state/awscred');
    sandbox.write('.aws/config', '[profile a]\nregion = eu-west-1\n');
    sandbox.write('hook.cjs', HOOK);
    mkdirSync(state, { recursive: true, mode: 0o700 });
  });

  const kept = async (): Promise<string | null> => {
    const hook = join(sandbox.home, 'hook.cjs');
    const { status, stderr } = await sandbox.program([process.execPath, '-r', hook, AWSCRED, 'list']);
    assert.equal(status, 0, stderr);
    return /keeps code in (.*)/.exec(stderr)?.[1] ?? null;
  };

  it('is kept in the state folder, in a folder of our own', async () => {
    assert.equal(await kept(), join(state, 'compiled'));
    assert.equal(statSync(join(state, 'compiled')).mode & 0o777, 0o700);
  });

  it('is not where others can write, nor behind a link, nor where there is no state folder', async () => {
    chmodSync(state, 0o770);
    assert.equal(await kept(), null);
    chmodSync(state, 0o700);
    mkdirSync(join(state, 'compiled'), { mode: 0o700 });
    chmodSync(join(state, 'compiled'), 0o777);
    assert.equal(await kept(), null);
    renameSync(join(state, 'compiled'), join(state, 'elsewhere'));
    symlinkSync('elsewhere', join(state, 'compiled'));
    assert.equal(await kept(), null);
    renameSync(state, `${state}-gone`);
    assert.equal(await kept(), null);
  });
});
