import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { HotHome } from '../../support/hot/hot-home.ts';
import { SHELLS, writeLauncher } from '../../support/hot/hot-launcher.ts';
import { KEYCTL, needsKernelKeyring } from '../../support/store/kernel-keyring.ts';
import { AWSCRED } from '../../support/sandbox.ts';

const WORDS = ['process', 'prod'];
const EVIL = '() { echo EVIL; }';
const FUNCTIONS = [
  'printf',
  '[',
  'read',
  'test',
  'command',
  'unset',
  'set',
  'exit',
  ':',
  'break',
  'exec',
  'echo',
];

const SPECIAL =
  '. : [ break continue eval exec exit export readonly return set shift source times trap unset'.split(' ');

/** [what, variables]: under each the launcher answers as ever. */
const HARMLESS: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
  ['exported functions', Object.fromEntries(FUNCTIONS.map((name) => [`BASH_FUNC_${name}%%`, EVIL]))],
  ['a trace', { SHELLOPTS: 'xtrace:verbose', PS4: '+ ' }],
  ['allexport', { SHELLOPTS: 'allexport' }],
  ['errexit, nounset', { SHELLOPTS: 'errexit:nounset' }],
  ['noglob, keyword, noclobber', { SHELLOPTS: 'noglob:keyword:noclobber' }],
  ['failglob, nullglob', { BASHOPTS: 'failglob:nullglob:nocasematch:xpg_echo' }],
  ['POSIXLY_CORRECT', { POSIXLY_CORRECT: '' }],
  ['a shell that claims to be another', { BASH_VERSION: '5', KSH_VERSION: '1', ENV: '/nonexistent' }],
  ['an IFS', { IFS: ':/a' }],
  ['our own names', { awscred_key: 'x', awscred_stat: 'x', awscred_step: '1', awscred_ends: 'yes' }],
  ['GREP_OPTIONS and the like', { TIME_STYLE: 'iso', QUOTING_STYLE: 'shell', STAT: 'x' }],
];

describe('the launcher in a hostile environment', { skip: needsKernelKeyring() }, () => {
  let home: HotHome;
  let product = '';
  let [secret, token] = ['', ''];

  before(async () => {
    home = await HotHome.start();
    product = await home.warm();
    const answer = JSON.parse(product) as { SecretAccessKey: string; SessionToken: string };
    [secret, token] = [answer.SecretAccessKey, answer.SessionToken];
  });

  for (const [what, env] of HARMLESS) {
    it(`${what}: the same answer, and no secret on stderr`, async () => {
      for (const shell of SHELLS) {
        const { status, stdout, stderr } = await home.program([...shell, home.launcher, ...WORDS], { env });
        assert.deepEqual([status, stdout], [0, product], shell.join(' '));
        assert.ok(![secret, token, 'EVIL'].some((text) => stderr.includes(text)), stderr);
      }
    });
  }

  it('functions under the full names of what it calls', async () => {
    const names = ['/usr/bin/stat', KEYCTL, '/bin/echo'];
    const env = Object.fromEntries(names.map((name) => [`BASH_FUNC_${name}%%`, EVIL]));
    for (const shell of SHELLS) {
      assert.equal((await home.program([...shell, home.launcher, ...WORDS], { env })).stdout, product);
      const { stdout } = await home.program([...shell, home.launcher, 'list'], { env });
      assert.equal(stdout, `${AWSCRED} list\n`, shell.join(' '));
    }
  });

  it('functions named as any built-in of bash: every way out of the launcher', async () => {
    const names = (await home.program(['/usr/bin/bash', '-c', 'compgen -b'])).stdout.trim().split('\n');
    assert.ok(
      ['exec', 'unset', '.', 'eval', 'trap'].every((name) => names.includes(name)),
      String(names),
    );
    const gone = writeLauncher(home.sandbox, 'gone', { node: '/nonexistent/node' });
    const lean = writeLauncher(home.sandbox, 'lean', { node: '/bin/false', keyctl: '' });
    const silent = writeLauncher(home.sandbox, 'silent', { keyctl: '/bin/false' });
    // A bash that begins in posix mode gives up before the first line where a special built-in's name is taken.
    const most = names.filter((name) => !SPECIAL.includes(name));
    const functions = (taken: readonly string[]): Record<string, string> =>
      Object.fromEntries(taken.map((name) => [`BASH_FUNC_${name}%%`, EVIL]));
    for (const env of [
      functions(names),
      { ...functions(names), BASHOPTS: 'execfail' },
      { ...functions(most), POSIXLY_CORRECT: '1' },
      { ...functions(most), SHELLOPTS: 'posix' },
    ]) {
      const run = async (...words: string[]): Promise<readonly [number | null, string, string]> => {
        const { status, stdout, stderr } = await home.program(['/usr/bin/bash', ...words], { env });
        return [status, stdout, stderr];
      };
      assert.deepEqual(await run(home.launcher, ...WORDS), [0, product, '']);
      assert.deepEqual(await run(home.launcher, 'list'), [0, `${AWSCRED} list\n`, '']);
      assert.deepEqual(await run(lean, ...WORDS), [1, '', '']);
      assert.deepEqual(await run(silent, ...WORDS), [0, `${AWSCRED} --hot process prod\n`, '']);
      const [status, stdout, stderr] = await run(gone, 'assume', 'prod');
      assert.deepEqual([status, stdout], [1, '(exit 1);\n']);
      assert.match(stderr, /^awscred: .* was written for an installation that is gone/);
    }
  });

  it('a PATH full of other programs, or none', async () => {
    for (const name of ['stat', 'keyctl', 'printf', 'node', 'env', 'echo']) {
      home.sandbox.write(`evil/${name}`, '#!/bin/sh\necho EVIL\n');
    }
    await home.program(['/bin/chmod', '-R', '700', `${home.sandbox.home}/evil`]);
    for (const PATH of [`${home.sandbox.home}/evil`, '', '.']) {
      for (const shell of SHELLS) {
        const { stdout } = await home.program([...shell, home.launcher, ...WORDS], { env: { PATH } });
        assert.equal(stdout, product, `${shell.join(' ')} ${PATH}`);
      }
    }
  });

  it('nocasematch makes no word of others known', async () => {
    for (const word of ['PROCESS', 'Assume']) {
      const env = { BASHOPTS: 'nocasematch' };
      const { stdout } = await home.program(['/usr/bin/bash', home.launcher, word, 'prod'], { env });
      assert.equal(stdout, `${AWSCRED} ${word} prod\n`);
    }
  });
});
