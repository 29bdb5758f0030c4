import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { cmd } from '../../src/outputs/shells/cmd.ts';
import { AWSCRED, count, NODE, WindowsHome } from './support/windows-home.ts';

interface Answer {
  readonly AccessKeyId: string;
  readonly SecretAccessKey: string;
  readonly SessionToken: string;
}

suite('credentials on Windows', () => {
  const box = new WindowsHome();

  test('come through a sign-in and two roles, and the second time from the encrypted file', async () => {
    await box.signIn();
    const first = await box.run(['process', 'prod-readonly']);
    assert.equal(first.status, 0, first.stderr);
    const before = await count('AssumeRole');
    const second = await box.run(['process', 'prod-readonly']);
    assert.deepEqual(JSON.parse(second.stdout), JSON.parse(first.stdout));
    assert.equal(second.stderr, '');
    assert.equal(await count('AssumeRole'), before);
  });

  test('are in the variables of cmd.exe after `for /f`, and gone after --unset', async () => {
    const { AccessKeyId, SecretAccessKey, SessionToken } = JSON.parse(
      (await box.run(['process', 'prod-readonly'])).stdout,
    ) as Answer;
    // As awscred advises; in a file each percent sign is written twice.
    const evaluate = (words: string): string => cmd.evalLine(`awscred assume ${words}`).replaceAll('%', '%%');
    const { stdout, stderr } = await box.batch([
      evaluate('prod-readonly -o cmd'),
      'echo [%AWS_ACCESS_KEY_ID%][%AWS_SECRET_ACCESS_KEY%][%AWS_SESSION_TOKEN%][%AWS_REGION%]',
      evaluate('--unset -o cmd'),
      'if not defined AWS_ACCESS_KEY_ID if not defined AWS_SESSION_TOKEN echo gone',
    ]);
    const [set, unset] = stdout.split(/\r?\n/);
    assert.equal(set, `[${AccessKeyId}][${SecretAccessKey}][${SessionToken}][eu-west-1]`, stderr);
    assert.equal(unset, 'gone', stderr);
  });

  test('are handed to a program by exec, with its status', async () => {
    const script = 'process.stdout.write(process.env.AWS_ACCESS_KEY_ID); process.exit(7)';
    const { status, stdout } = await box.run(['exec', 'prod-readonly', '--', 'node', '-e', script]);
    assert.match(stdout, /^ASIA/);
    assert.equal(status, 7);
  });
});

suite('exit statuses on Windows', () => {
  const box = new WindowsHome();
  const statuses = [
    [['assume', 'nosuch', '-o', 'cmd'], 2],
    [['process', 'prod-readonly', '--no-input'], 4],
    [['nosuch'], 2],
    [['exec', 'ci-user', '--', 'no-such-program'], 127],
    [['list'], 0],
  ] as const;
  for (const [words, wanted] of statuses) {
    test(`awscred ${words.join(' ')}: ${wanted}`, async () => {
      const { status, stderr } = await box.run(words);
      assert.equal(status, wanted, stderr);
      assert.ok(
        stderr.split(/\r?\n/).every((line) => /^(?:awscred: | |$)/.test(line)),
        stderr,
      );
    });
  }

  test('are seen by cmd.exe as %ERRORLEVEL%', async () => {
    const { stdout } = await box.batch([`"${NODE}" "${AWSCRED}" assume nosuch -o cmd`, 'echo %ERRORLEVEL%']);
    assert.equal(stdout.trim(), '2');
  });
});
