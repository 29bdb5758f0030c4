import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { Sandbox } from '../../support/sandbox.ts';

describe('help, as it is made at build time and by the program', () => {
  it('--help is wrapped to a narrow terminal, by the text made at build time and by the full program', async () => {
    const sandbox = new Sandbox();
    for (const COLUMNS of ['40', '60', '79', '80', '200', 'x']) {
      const [quick, full] = await Promise.all(
        [['--help'], ['help']].map(async (args) => sandbox.run(args, { env: { COLUMNS } })),
      );
      assert.equal(quick?.status, 0);
      assert.equal(quick?.stdout, full?.stdout, COLUMNS);
      const longest = Math.max(...(quick?.stdout ?? '').split('\n').map((line) => line.length));
      // The longest example, whole.
      assert.ok(longest <= Math.max(Number(COLUMNS) || 80, 43), `${COLUMNS}: ${longest}`);
    }
  });

  it('--help shows each command with an example, in at most 40 lines at the top', async () => {
    const sandbox = new Sandbox();
    const top = await sandbox.run(['--help']);
    assert.equal(top.status, 0);
    assert.ok(top.stdout.trimEnd().split('\n').length <= 40);
    for (const command of [
      'assume',
      'process',
      'exec',
      'login',
      'logout',
      'list',
      'explain',
      'whoami',
      'config show',
      'settings get',
      'settings set',
      'store status',
      'cache list',
      'cache clear',
      'dev-server',
    ]) {
      const help = await sandbox.run([...command.split(' '), '--help']);
      assert.equal(help.status, 0, command);
      assert.match(help.stdout, /Examples:\n {2}\S/, command);
    }
    assert.match((await sandbox.run(['--version'])).stdout, /^\d+\.\d+\.\d+\n$/);
  });
});

it('a folder in the place of the config is named', async () => {
  const sandbox = new Sandbox();
  mkdirSync(join(sandbox.home, '.aws', 'config'));
  const result = await sandbox.run(['list']);
  assert.equal(result.status, 2);
  assert.match(result.stderr, /~\/\.aws\/config/);
});
