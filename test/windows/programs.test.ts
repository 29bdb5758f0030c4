import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { suite, test } from 'node:test';
import { lockNotes } from '../support/process/lock-notes.ts';
import { AWSCRED, awsFile, NODE, WindowsHome } from './support/windows-home.ts';

/** A batch file that prints the words it was given, as npm's own do. */
const ECHO = `@"${NODE}" -e "console.log(JSON.stringify(process.argv.slice(1)))" -- %*\r\n`;
const KEYS = '{"Version":1,"AccessKeyId":"ASIAEXAMPLEEXAMPLE00","SecretAccessKey":"s3cr3t"}';
const PLANTED = readFileSync(String.raw`C:\windows\system32\whoami.exe`);

suite('batch files on Windows', () => {
  const box = new WindowsHome();
  const folder = box.path('tools & more');
  box.write(String.raw`tools & more\tool.cmd`, ECHO);
  box.write(String.raw`tools & more\status.bat`, '@exit 5\r\n');
  box.write(String.raw`tools & more\creds.cmd`, `@echo "%~1">"%~dp0word"\r\n@echo ${KEYS}\r\n`);
  const env = { PATH: `${folder};${box.environment()['PATH'] ?? ''}` };
  const exec = ['exec', 'ci-user', '--'];

  test('are found on PATH by exec, and get each word as it is', async () => {
    const words = ['plain', 'a & echo planted', 'x | y > z', '(^!)', 'C:\\dir\\', 'ä ö'];
    const { status, stdout, stderr } = await box.run([...exec, 'tool', ...words], { env });
    assert.equal(status, 0, stderr);
    assert.deepEqual(JSON.parse(stdout), words);
    assert.equal((await box.run([...exec, 'status'], { env })).status, 5);
    assert.equal((await box.run([...exec, `${folder}\\status.bat`])).status, 5);
  });

  test('are not given what their interpreter would read otherwise', async () => {
    for (const word of ['50%', '%PATH%', 'a" & echo planted & "']) {
      const { status, stdout, stderr } = await box.run([...exec, 'tool', word], { env });
      assert.deepEqual([status, stdout], [126, ''], stderr);
      assert.match(stderr, /tool: a batch file cannot be given a double quote, a percent sign/);
    }
  });

  test('may be the program of a credential_process', async () => {
    const sections = [
      `[profile by-name]\ncredential_process = creds "a & b"\n`,
      `[profile by-path]\ncredential_process = "${folder}\\creds.cmd" c\n`,
      `[profile unsafe]\ncredential_process = creds 50%\n`,
    ];
    box.write('.aws/config', `${awsFile('config')}\n${sections.join('')}`);
    for (const [profile, word] of [
      ['by-name', 'a & b'],
      ['by-path', 'c'],
    ] as const) {
      const { status, stdout, stderr } = await box.run(['process', profile], { env });
      assert.equal(status, 0, stderr);
      assert.match(stdout, /ASIAEXAMPLEEXAMPLE00/);
      assert.equal(readFileSync(`${folder}\\word`, 'utf8').trim(), `"${word}"`);
    }
    const refused = await box.run(['process', 'unsafe'], { env });
    assert.equal(refused.status, 2);
    assert.match(refused.stderr, /credential_process creds is a batch file, which cannot be given/);
  });
});

suite('a program on Windows that was put into the current folder', () => {
  test('or at the top of the drive is not started by its name', async () => {
    const box = new WindowsHome();
    box.write('.aws/config', `${awsFile('config')}\n[profile planted]\ncredential_process = planted\n`);
    mkdirSync(String.raw`D:\repository`, { recursive: true });
    for (const place of ['D:\\', 'D:\\repository\\', 'C:\\']) {
      writeFileSync(`${place}planted.exe`, PLANTED);
      writeFileSync(`${place}planted.cmd`, '@echo planted\r\n');
    }
    for (const cwd of ['D:\\', String.raw`D:\repository`, 'C:\\']) {
      for (const PATH of [box.environment()['PATH'], `.;;${box.environment()['PATH'] ?? ''}`]) {
        const run = await box.run(['exec', 'ci-user', '--', 'planted'], { cwd, env: { PATH } });
        assert.deepEqual([run.status, run.stdout], [127, ''], run.stderr);
        const process = await box.run(['process', 'planted'], { cwd, env: { PATH } });
        assert.equal(process.status, 2, process.stderr);
        assert.match(process.stderr, /planted was not found/);
      }
    }
    const named = await box.run(['exec', 'ci-user', '--', String.raw`.\planted`], { cwd: 'D:\\' });
    assert.equal(named.status, 0, 'by its path it is');
  });
});

suite('Ctrl-C on Windows', () => {
  test('ends a sign-in that waits with 130, and leaves no lock and no half-written file', async () => {
    const box = new WindowsHome();
    const mark = box.path('mark');
    const BROWSER = String.raw`${NODE} C:\build\dist\test\windows\support\leave-mark.js`;
    const words = [String.raw`C:\node\ctrl-c.exe`, mark, NODE, AWSCRED, 'login', 'acme'];
    const { status, stdout, stderr } = await box.program(words, { env: { BROWSER, MARK: mark } });
    assert.deepEqual([status, stdout, existsSync(mark)], [130, '', true], stderr);
    const state = box.path(String.raw`AppData\Local\awscred`);
    assert.deepEqual(lockNotes(state), []);
    const after = await box.run(['login', 'acme']);
    assert.equal(after.status, 0, after.stderr);
  });

  test('reaches the program that exec has started, whose status is kept', async () => {
    const box = new WindowsHome();
    const mark = box.path('mark');
    const script = box.write(
      'script.js',
      `process.on('SIGINT', () => process.exit(9)); require('fs').writeFileSync(process.env.MARK, '');` +
        'setTimeout(() => {}, 15000);',
    );
    const exec = ['exec', 'ci-user', '--', 'node', script];
    const words = [String.raw`C:\node\ctrl-c.exe`, mark, NODE, AWSCRED, ...exec];
    const { status, stderr } = await box.program(words, { env: { MARK: mark } });
    assert.equal(status, 9, stderr);
  });
});
