import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, renameSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, it } from 'node:test';
import { tempFolder } from '../support/files/temp-folder.ts';
import { AWSCRED, Sandbox } from '../support/sandbox.ts';

/** What Node has from 22 on, here only to tell which folder it is given. */
const HOOK =
  "require('module').enableCompileCache = (folder) => require('fs').writeSync(2, `keeps code in ${folder}\\n`);";
/** The home of the passwd entry, which no variable chooses. */
const homeIs = (home: string): string =>
  `require('os').userInfo = () => ({ homedir: ${JSON.stringify(home)} });`;

describe('compiled code', () => {
  let sandbox: Sandbox;
  let state = '';

  beforeEach(() => {
    sandbox = new Sandbox();
    state = join(sandbox.home, '.local/state/awscred');
    sandbox.write('.aws/config', '[profile a]\nregion = eu-west-1\n');
    sandbox.write('hook.cjs', `${HOOK}\n${homeIs(sandbox.home)}`);
    mkdirSync(state, { recursive: true, mode: 0o700 });
  });

  const kept = async (env: Record<string, string> = {}): Promise<string | null> => {
    const hook = join(sandbox.home, 'hook.cjs');
    const { status, stderr } = await sandbox.program([process.execPath, '-r', hook, AWSCRED, 'list'], {
      env,
    });
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

  it('is where the passwd entry says, whatever a variable says', async () => {
    const checkout = tempFolder();
    chmodSync(checkout, 0o700);
    mkdirSync(join(checkout, 'compiled'), { mode: 0o700 });
    mkdirSync(join(checkout, 'awscred', 'compiled'), { recursive: true, mode: 0o700 });
    for (const name of ['AWSCRED_HOME', 'XDG_STATE_HOME', 'HOME']) {
      assert.equal(await kept({ [name]: checkout }), join(state, 'compiled'), name);
    }
  });
});
