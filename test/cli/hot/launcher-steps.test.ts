import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { HotHome } from '../../support/hot/hot-home.ts';
import { SHELLS, writeLauncher } from '../../support/hot/hot-launcher.ts';
import { needsKernelKeyring } from '../../support/store/kernel-keyring.ts';
import { needs } from '../../support/process/needs.ts';
import { AWSCRED } from '../../support/sandbox.ts';

const WORDS = ['process', 'prod'];

describe('the launcher, where it has no answer itself', { skip: needsKernelKeyring() }, () => {
  let home: HotHome;
  let product = '';

  before(async () => {
    home = await HotHome.start();
    product = await home.warm();
  });

  it('what it does not know goes to the program as it is', async () => {
    const odd = [
      'a b',
      "q'uo",
      'q"u',
      'ünï',
      '-dash',
      '../hot/profile.prod',
      'a/b',
      'x\ny',
      '',
      '*',
      '$(id)',
    ];
    const lines = [
      ...odd.map((name) => ['process', name]),
      [],
      ['process'],
      ['process', '--', 'prod'],
      ['process', 'prod', '--region', 'eu-west-1'],
      ['-p', 'prod', 'process'],
      ['exec', 'prod', '--', 'a  b'],
    ];
    for (const shell of SHELLS) {
      for (const words of lines) {
        const { stdout } = await home.program([...shell, home.launcher, ...words]);
        assert.equal(stdout, `${[AWSCRED, ...words].join(' ')}\n`, shell.join(' '));
      }
    }
  });

  it('the program gets the environment as it was', { skip: needs('/usr/bin/python3') }, async () => {
    const stub = home.sandbox.write(
      'stub',
      '#!/usr/bin/python3\nimport os, json\nprint(json.dumps({k: v for k, v in os.environ.items()}))\n',
    );
    await home.program(['/bin/chmod', '700', stub]);
    const launcher = writeLauncher(home.sandbox, 'with-stub', { node: stub });
    const env = {
      NODE_OPTIONS: '--x',
      NODE_EXTRA_CA_CERTS: '/x',
      POSIXLY_CORRECT: 'y',
      A_B: 'x\ny',
      PATH: '/x',
    };
    const shellsOwn = new Set(['_', 'PWD', 'OLDPWD', 'SHLVL', 'A__z', 'LC_CTYPE']);
    const seen = async (argv: readonly string[], more = {}): Promise<unknown> => {
      const { stdout } = await home.program(argv, { env: { ...env, ...more } });
      const variables = Object.entries(JSON.parse(stdout) as Record<string, string>);
      return Object.fromEntries(variables.filter(([name]) => !shellsOwn.has(name)));
    };
    for (const shell of SHELLS) {
      assert.deepEqual(await seen([...shell, launcher, 'list']), await seen([stub]), shell.join(' '));
      const unset = { POSIXLY_CORRECT: undefined };
      assert.deepEqual(await seen([...shell, launcher, 'list'], unset), await seen([stub], unset));
    }
  });

  it('without keyctl or stat it begins with a lean Node, without those variables', async () => {
    const script = writeLauncher(home.sandbox, 'lean', { keyctl: '' });
    const env = { NODE_OPTIONS: '--require=/nonexistent', NODE_EXTRA_CA_CERTS: '/nonexistent' };
    const real = writeLauncher(home.sandbox, 'real', { stat: '', node: process.execPath });
    for (const shell of SHELLS) {
      const { stdout } = await home.program([...shell, script, ...WORDS]);
      assert.equal(stdout, `${AWSCRED} --hot process prod\n`);
      const result = await home.program([...shell, real, ...WORDS], { env });
      assert.deepEqual([result.stdout, result.stderr], [product, ''], shell.join(' '));
    }
  });

  it('an installation that is gone is named, and assume fails in eval', async () => {
    mkdirSync(join(home.sandbox.home, 'gone'));
    for (const gone of [{ node: '/nonexistent/node' }, { program: '/nonexistent/awscred.cjs' }]) {
      const script = writeLauncher(home.sandbox, 'gone/launcher', { node: process.execPath, ...gone });
      for (const shell of SHELLS) {
        const { status, stdout, stderr } = await home.program([...shell, script, 'list']);
        assert.deepEqual([status, stdout], [1, ''], shell.join(' '));
        assert.match(
          stderr,
          /^awscred: .*launcher was written for an installation that is gone: .*\/nonexistent/,
        );
        assert.match(stderr, /\nawscred: hint: awscred install-launcher /);
        const failed = await home.program([...shell, script, 'assume', 'admin']);
        assert.equal(failed.stdout, '(exit 1);\n');
        // What it can answer itself it still does.
        assert.equal((await home.program([...shell, script, ...WORDS])).stdout, product);
      }
    }
  });

  it('is one file that parses in every shell', async () => {
    assert.match(readFileSync(home.launcher, 'utf8'), /^#!\/bin\/sh\n/);
    for (const shell of SHELLS) {
      assert.equal((await home.program([...shell, '-n', home.launcher])).status, 0, shell.join(' '));
    }
  });
});
