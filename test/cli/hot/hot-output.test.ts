import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { HotHome, ON } from '../../support/hot/hot-home.ts';
import { SHELLS } from '../../support/hot/hot-launcher.ts';
import { KEYCTL, needsKernelKeyring } from '../../support/store/kernel-keyring.ts';
import { needs } from '../../support/process/needs.ts';
import { PYTHON, runOnTerminal } from '../../support/pty.ts';
import { AWSCRED } from '../../support/sandbox.ts';

const NODE = process.execPath;

/** The program's own answer, from the store: an option that changes nothing keeps the record out of it. */
const COLD = ['-q'];

describe('what the hot readers print', { skip: needsKernelKeyring() }, () => {
  let home: HotHome;
  let product = '';
  let statements = '';

  before(async () => {
    home = await HotHome.start();
    product = await home.warm();
    statements = (await home.run(['assume', 'prod', '-o', 'posix', ...COLD])).stdout;
    assert.match(statements, /\nexport AWS_SESSION_TOKEN=\S+;\n/);
  });

  it('process: byte by byte what the program prints', async () => {
    assert.equal((await home.run(['process', 'prod', ...COLD])).stdout, product);
    assert.equal((await home.hotPath(['process', 'prod'])).stdout, product);
    for (const shell of SHELLS) {
      const { status, stdout, stderr } = await home.program([...shell, home.launcher, 'process', 'prod']);
      assert.deepEqual([status, stdout, stderr], [0, product, ''], shell.join(' '));
    }
  });

  it('assume: the statements of the program, in a shell of that syntax', async () => {
    assert.equal((await home.hotPath(['assume', 'prod'])).stdout, statements);
    for (const shell of SHELLS) {
      const script = `out=$(${shell.join(' ')} ${home.launcher} assume prod); printf '%s\\n' "$out"`;
      const { stdout, stderr } = await home.program([...shell, '-c', script]);
      assert.deepEqual([stdout, stderr], [statements, ''], shell.join(' '));
    }
  });

  it('assume in another program than a shell is left to the program, which looks closer', async () => {
    const script = `require('child_process').spawnSync('/usr/bin/dash', process.argv.slice(1), {stdio: 'inherit'})`;
    const { stdout } = await home.program([NODE, '-e', script, home.launcher, 'assume', 'prod']);
    assert.equal(stdout, `${AWSCRED} assume prod\n`);
  });

  it('eval of it gives the shell the credentials', async () => {
    const token = /"SessionToken":"([^"]+)"/.exec(product)?.[1];
    for (const shell of SHELLS) {
      const script = `eval $(${shell.join(' ')} ${home.launcher} assume prod); printf %s "$AWS_SESSION_TOKEN"`;
      assert.equal((await home.program([...shell, '-c', script])).stdout, token, shell.join(' '));
    }
  });

  it('the summary on a terminal is that of the program', { skip: needs(PYTHON) }, async () => {
    const env = home.sandbox.environment(ON);
    const seen = async (words: readonly string[]): Promise<string> => {
      // stdout is a pipe, stderr the terminal, as under eval.
      const script = `x=$(${words.join(' ')} 2>/dev/tty); printf %s "$x" | wc -l`;
      const { tty, stdout } = await runOnTerminal(['/usr/bin/dash', '-c', script], { env });
      assert.ok(Number(stdout) > 10, tty);
      return tty;
    };
    const program = await seen([NODE, AWSCRED, 'assume', 'prod', '-o', 'posix']);
    assert.match(program, /^awscred: prod → ReadOnly in 444455556666, \S+, until .*\d\d:\d\d\n$/);
    assert.equal(await seen([NODE, AWSCRED, 'assume', 'prod']), program);
    for (const shell of SHELLS) {
      assert.equal(await seen([...shell, home.launcher, 'assume', 'prod']), program, shell.join(' '));
    }
    // Some shells' echo would make an escape sequence of it.
    home.edit(home.lines().map((line, at) => (at === 13 ? line.replace('ReadOnly', 'A\\0033[31m') : line)));
    for (const shell of SHELLS) {
      assert.match(await seen([...shell, home.launcher, 'assume', 'prod']), /→ A\\0033\[31m in /);
    }
    await home.warm();
  });

  it('assume prints no secret on a terminal', { skip: needs(PYTHON) }, async () => {
    const env = home.sandbox.environment(ON);
    for (const shell of SHELLS) {
      const script = `${shell.join(' ')} ${home.launcher} assume prod >/dev/tty; true`;
      const { tty } = await runOnTerminal([...shell, '-c', script], { env });
      assert.equal(tty, `${AWSCRED} assume prod\n`);
    }
  });

  it('a stdout that cannot be written is a failure, without a word of the product elsewhere', async () => {
    for (const shell of SHELLS) {
      for (const where of ['/dev/full', '&-']) {
        const script = `${shell.join(' ')} ${home.launcher} process prod >${where}`;
        const { status, stdout, stderr } = await home.program(['/usr/bin/dash', '-c', script]);
        assert.deepEqual([status, stdout, stderr], [1, '', ''], `${shell.join(' ')} ${where}`);
      }
    }
    const script = `${NODE} ${AWSCRED} process prod >/dev/full`;
    const { status, stderr } = await home.program(['/usr/bin/dash', '-c', script]);
    assert.deepEqual([status, stderr], [1, 'awscred: stdout cannot be written (ENOSPC)\n']);
  });

  it('nor is a record without a secret half, read from the store', async () => {
    const env = { AWSCRED_HOT_CACHE: 'off' };
    await home.run(['process', 'prod'], { env });
    await home.settle();
    assert.equal((await home.run(['process', 'prod'], { env })).status, 0);
    assert.match(home.lines()[5] ?? '', / 0 -$/);
    const script = `${NODE} ${AWSCRED} process prod >/dev/full`;
    const { status, stderr } = await home.program(['/usr/bin/dash', '-c', script], { env });
    assert.deepEqual([status, stderr], [1, 'awscred: stdout cannot be written (ENOSPC)\n']);
    await home.warm();
  });

  it(
    'no secret is ever an argument or a variable of a program that is started',
    { skip: needs('strace') },
    async () => {
      const secret = /"SecretAccessKey":"([^"]+)"/.exec(product)?.[1] ?? '';
      for (const shell of SHELLS) {
        const traced = [
          'strace',
          '-f',
          '-v',
          '-s',
          '9999',
          '-e',
          'trace=execve',
          '-o',
          `${home.sandbox.home}/trace`,
        ];
        const { stdout } = await home.program([...traced, ...shell, home.launcher, 'process', 'prod']);
        const { stdout: trace } = await home.program(['/bin/cat', `${home.sandbox.home}/trace`]);
        assert.equal(stdout, product);
        assert.ok(!trace.includes(secret) && !/node/.test(trace.replace(/\[[^\]]*"\], \[.*$/gm, '')), trace);
        const programs = [...trace.matchAll(/execve\("([^"]+)"/g)].map(([, program]) => program);
        assert.deepEqual(programs, [shell[0], '/usr/bin/stat', KEYCTL], shell.join(' '));
      }
    },
  );
});
