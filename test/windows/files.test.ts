import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { suite, test } from 'node:test';
import { awsFile, WindowsHome } from './support/windows-home.ts';

suite('files on Windows', () => {
  test('of awscred are in %APPDATA% and %LOCALAPPDATA%, in a path with a blank and umlauts', async () => {
    const box = new WindowsHome();
    const set = await box.run(['settings', 'set', 'wait_timeout', '2m']);
    assert.equal(set.status, 0, set.stderr);
    assert.match(readFileSync(box.path(String.raw`AppData\Roaming\awscred\config.ini`), 'utf8'), /2m/);
    await box.signIn();
    assert.equal((await box.run(['process', 'bastion'])).status, 0);
    const state = readdirSync(box.path(String.raw`AppData\Local\awscred`));
    assert.ok(state.includes('locks') && state.includes('index.json'), state.join(' '));
    const { stdout } = await box.run(['process', 'bastion', '--debug']);
    assert.match(stdout, /"AccessKeyId":\s*"ASIA/);
  });

  test('of AWS may have CRLF at the ends of their lines, and keep it when they are changed', async () => {
    const box = new WindowsHome();
    for (const name of ['config', 'credentials']) {
      box.write(`.aws/${name}`, awsFile(name).replaceAll('\n', '\r\n'));
    }
    await box.signIn();
    const { status, stderr } = await box.run(['process', 'prod-readonly']);
    assert.equal(status, 0, stderr);
    const adopted = await box.run(['adopt', 'prod-readonly']);
    assert.equal(adopted.status, 0, adopted.stderr);
    const text = readFileSync(box.path('.aws/config'), 'utf8');
    assert.match(text, /credential_process/);
    assert.equal(text.replaceAll('\r\n', '').includes('\n'), false);
  });

  test('of AWS may be on another drive', async () => {
    const box = new WindowsHome();
    mkdirSync(String.raw`D:\aws Dateien`, { recursive: true });
    for (const name of ['config', 'credentials']) {
      writeFileSync(`D:\\aws Dateien\\${name}`, awsFile(name));
    }
    const env = {
      AWS_CONFIG_FILE: String.raw`%LOCAL_DRIVE%\aws Dateien\config`,
      AWS_SHARED_CREDENTIALS_FILE: String.raw`D:/aws Dateien/credentials`,
      LOCAL_DRIVE: 'D:',
      USERPROFILE: String.raw`C:\users\nobody`,
    };
    await box.signIn({ env, cwd: 'D:\\' });
    const { status, stderr } = await box.run(['process', 'bastion'], { env, cwd: 'D:\\' });
    assert.equal(status, 0, stderr);
  });

  test('of a HOME that a Unix-like shell has set are read where it alone has a folder .aws', async () => {
    const [box, other] = [new WindowsHome(), new WindowsHome()];
    const env = { HOME: other.home, USERPROFILE: box.path('empty') };
    const { status, stderr } = await box.run(['list'], { env });
    assert.equal(status, 0, stderr);
    assert.doesNotMatch(stderr, /does not exist/);
  });

  test('at the top of a drive under a Unix name are not taken for Unix programs', async () => {
    const box = new WindowsHome();
    for (const name of ['bin/ps', 'usr/bin/keyctl', 'usr/bin/env']) {
      for (const drive of ['C:', 'D:']) {
        mkdirSync(`${drive}/${name}/..`, { recursive: true });
        writeFileSync(`${drive}/${name}`, 'MZ');
        writeFileSync(`${drive}/${name}.exe`, readFileSync(String.raw`C:\windows\system32\whoami.exe`));
      }
    }
    const { stdout } = await box.run(['doctor'], { cwd: 'D:\\' });
    assert.match(stdout, /locks +the system's own/);
    await box.signIn({ cwd: 'D:\\' });
    const { status, stderr } = await box.run(['process', 'bastion'], { cwd: 'D:\\' });
    assert.equal(status, 0, stderr);
  });
});
