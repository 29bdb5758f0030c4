import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { pathFault } from '../../../src/adapters/files/trust/safe-path.ts';
import { AWSCRED, ROOT, Sandbox, type RunResult } from '../../support/sandbox.ts';

const isRoot = process.geteuid?.() === 0;
const unsafe = pathFault(AWSCRED) ?? pathFault(process.execPath) ?? false;

describe('install-launcher', { skip: unsafe }, () => {
  const sandbox = new Sandbox();
  const at = (path: string): string => join(sandbox.home, path);
  const install = async (to: string, ...more: readonly string[]): Promise<RunResult> =>
    sandbox.run(['install-launcher', '--to', to, ...more]);

  async function refused(to: string, why: RegExp, status: number = 2): Promise<void> {
    const result = await install(to);
    assert.deepEqual([result.status, result.stdout], [status, ''], to);
    assert.match(result.stderr, why);
  }

  it('writes it, says which step serves, and takes it away', async () => {
    const fresh = await install(at('bin/launcher'), '--status');
    assert.deepEqual([fresh.status, /not installed/.test(fresh.stdout)], [1, true]);
    assert.equal((await install(at('bin/launcher'))).status, 0);
    assert.equal(statSync(at('bin/launcher')).mode & 0o777, 0o755);
    assert.match(readFileSync(at('bin/launcher'), 'utf8'), /^#!\/bin\/sh\n# awscred launcher /);
    assert.doesNotMatch(readFileSync(at('bin/launcher'), 'utf8'), /@[A-Z_]+@/);
    const status = await install(at('bin/launcher'), '--status', '--json');
    assert.equal((JSON.parse(status.stdout) as { installed: boolean }).installed, true);
    const version = execFileSync(at('bin/launcher'), ['--version'], { encoding: 'utf8' });
    assert.equal(version, (await sandbox.run(['--version'])).stdout);
    assert.equal((await install(at('bin/launcher'))).status, 0, 'written anew');
    assert.match((await install(at('bin/launcher'), '--remove')).stdout, /^removed /);
    assert.ok(!existsSync(at('bin/launcher')));
    assert.match((await install(at('bin/launcher'), '--remove')).stdout, /^there is no launcher at /);
  });

  it('writes and removes nothing where others can put another file in its place meanwhile', async () => {
    mkdirSync(at('shared'));
    assert.equal((await install(at('shared/launcher'))).status, 0);
    const before = lstatSync(at('shared/launcher')).ino;
    chmodSync(at('shared'), 0o777);
    await refused(at('shared/launcher'), /others can write .*shared/);
    assert.equal(lstatSync(at('shared/launcher')).ino, before);
    await refused(at('shared/new/launcher'), /others can write .*shared/);
    assert.ok(!existsSync(at('shared/new')));
  });

  it('leaves alone what is not its own', async () => {
    const foreign = sandbox.write('foreign', 'mine\n');
    symlinkSync(foreign, at('link'));
    symlinkSync(at('nowhere'), at('dangling'));
    execFileSync('mkfifo', [at('pipe')]);
    mkdirSync(at('folder'));
    for (const name of ['foreign', 'link']) {
      await refused(at(name), /is not a launcher of awscred's; nothing was changed/);
      assert.equal((await install(at(name), '--remove')).status, 2);
    }
    for (const name of ['dangling', 'pipe', 'folder']) {
      await refused(at(name), /is not a file; nothing was changed/);
    }
    assert.equal(readFileSync(foreign, 'utf8'), 'mine\n');
    assert.ok(lstatSync(at('pipe')).isFIFO() && lstatSync(at('dangling')).isSymbolicLink());
  });

  it('is written only where nobody else has a hand in', async () => {
    mkdirSync(at('open/in'), { recursive: true });
    chmodSync(at('open'), 0o777);
    await refused(at('open/launcher'), /others can write .*open/);
    await refused(at('open/in/launcher'), /others can write .*open/);
    symlinkSync(at('open/in'), at('way'));
    await refused(at('way/launcher'), /others can write .*open/);
    assert.ok(!existsSync(at('open/launcher')) && !existsSync(at('open/in/launcher')));
    // Nobody can rename what is ours in a sticky folder.
    chmodSync(at('open'), 0o1777);
    assert.equal((await install(at('open/in/launcher'))).status, 0);
    await refused('relative/launcher', /is not an absolute path/);
    await refused(at('a"b'), /cannot be written in a credential_process line/);
    await refused(at('a\nb'), /cannot be written in a credential_process line/);
  });

  it("not in another user's folder, nor through another user's link", { skip: !isRoot }, async () => {
    mkdirSync(at('theirs'));
    chownSync(at('theirs'), 65_534, 65_534);
    await refused(at('theirs/launcher'), /belongs to another user \(uid 65534\)/);
    assert.ok(!existsSync(at('theirs/launcher')));
  });

  it('calls no installation that others could change', async () => {
    const copy = (folder: string): string => {
      mkdirSync(at(folder), { recursive: true });
      for (const name of ['bin', 'package.json', 'dist']) {
        cpSync(join(ROOT, name), at(`${folder}/${name}`), {
          recursive: true,
          filter: (path) => !path.endsWith('/test'),
        });
      }
      symlinkSync(join(ROOT, 'node_modules'), at(`${folder}/node_modules`));
      return at(`${folder}/bin/awscred.cjs`);
    };
    const from = async (program: string, to: string): Promise<RunResult> =>
      sandbox.program([process.execPath, program, 'install-launcher', '--to', to]);
    const odd = copy("we'ird $(x)");
    assert.equal((await from(odd, at('odd'))).status, 0);
    assert.equal((await sandbox.program(['/bin/sh', at('odd'), '--version'])).status, 0);
    const other = await install(at('odd'), '--status');
    assert.match(other.stdout, /it calls another installation/);
    chmodSync(dirname(odd), 0o775);
    assert.match((await from(odd, at('no'))).stderr, /the launcher was not written: others can write /);
    assert.match((await from(copy('_npx/1/p'), at('no'))).stderr, /is in the npx cache/);
    assert.ok(!existsSync(at('no')));
  });

  it('says what has become of one that does not work any more', async () => {
    assert.equal((await install(at('old'))).status, 0);
    const text = readFileSync(at('old'), 'utf8');
    writeFileSync(at('old'), text.replace(/^awscred_node=.*$/m, "awscred_node='/nonexistent/node'"));
    const { status, stdout } = await install(at('old'), '--status');
    assert.equal(status, 1);
    assert.match(
      stdout,
      /cannot be used: \/nonexistent\/node does not exist\n {2}to fix it: awscred install-launcher/,
    );
    assert.match(stdout, /step 3 .* no\n/);
  });
});
