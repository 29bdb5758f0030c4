import assert from 'node:assert/strict';
import { cpSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { expireToken } from '../support/aws/expire-token.ts';
import { localAws, PRESS_ALLOW, type LocalAws } from '../support/aws/local-aws.ts';
import { quickVault } from '../support/store/quick-vault.ts';
import { ROOT, type RunResult } from '../support/sandbox.ts';

/** An installation on a processor for which there is no binary of Linux's locks. */
function installed(folder: string): string {
  for (const part of ['bin', 'dist/bundle', 'package.json']) {
    cpSync(join(ROOT, part), join(folder, part), { recursive: true });
  }
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  const bundle = join(folder, 'dist/bundle');
  readdirSync(bundle)
    .filter((name) => name.endsWith('.node'))
    .forEach((name) => rmSync(join(bundle, name)));
  return join(folder, 'bin/awscred.cjs');
}

describe('where the system has no locks for Node', () => {
  let aws: LocalAws;
  let program = '';

  before(async () => {
    aws = await localAws();
    await quickVault(aws.sandbox);
    program = installed(join(aws.sandbox.home, 'installed'));
  });

  const run = async (...words: readonly string[]): Promise<RunResult> =>
    aws.sandbox.program([process.execPath, program, ...words], { env: { BROWSER: PRESS_ALLOW } });

  it('one of many at once makes the calls, and nothing is left', async () => {
    const login = await run('login', 'acme');
    assert.equal(login.status, 0, login.stderr);
    await expireToken(aws.sandbox.environment());
    const renewals = aws.count('CreateToken');
    const runs = await Promise.all(Array.from({ length: 6 }, async () => run('process', 'prod-readonly')));
    assert.deepEqual(new Set(runs.map(({ status }) => status)), new Set([0]), runs[0]?.stderr);
    assert.equal(new Set(runs.map(({ stdout }) => stdout)).size, 1);
    const counts = ['GetRoleCredentials', 'AssumeRole'].map((operation) => aws.count(operation));
    assert.deepEqual([aws.count('CreateToken') - renewals, ...counts], [1, 1, 2]);
    const left = readdirSync(join(aws.sandbox.home, '.local/state/awscred/locks'));
    assert.deepEqual(
      left.filter((name) => /\.(?:lock|tmp)$|\.\d\+*$/.test(name)),
      [],
    );
  });

  it('doctor says so', async () => {
    const { stdout } = await run('doctor');
    assert.match(stdout, /locks +files: one whose process is gone is found by its pid/);
  });
});
