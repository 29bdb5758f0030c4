import assert from 'node:assert/strict';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { commandLine, createBrowser } from '../../../../src/adapters/process/program/system-browser.ts';
import type { Browser } from '../../../../src/ports/person/browser.ts';
import { tempFolder } from '../../../support/files/temp-folder.ts';
import { until } from '../../../support/process/until.ts';

function browser(
  variables: Record<string, string>,
  platform: NodeJS.Platform = 'linux',
  inContainer = false,
): Browser {
  return createBrowser({ platform, get: (name) => variables[name] ?? null }, inContainer);
}

/** A browser that writes its arguments to a file, and noise to its own streams. */
function recorder(folder: string): {
  readonly program: string;
  readonly args: () => Promise<readonly string[]>;
} {
  const [program, log] = [join(folder, 'recorder'), join(folder, 'log')];
  const script = `#!/bin/sh\necho noise; echo noise >&2\nprintf '%s\\n' "$@" > "${log}.part" && mv "${log}.part" "${log}"\n`;
  writeFileSync(program, script, { mode: 0o755 });
  return {
    program,
    args: async () => {
      await until(() => existsSync(log));
      return readFileSync(log, 'utf8').trimEnd().split('\n');
    },
  };
}

describe('the browser', () => {
  it('is started as $BROWSER URL', async () => {
    const { program, args } = recorder(tempFolder());
    assert.equal(
      await browser({ BROWSER: program }).open('https://oidc.eu-west-1.amazonaws.com/authorize?a=b'),
      true,
    );
    assert.deepEqual(await args(), ['https://oidc.eu-west-1.amazonaws.com/authorize?a=b']);
  });

  it('gets no AWS credentials, and is never a program of the current folder', async () => {
    const folder = tempFolder();
    const log = join(folder, 'log');
    writeFileSync(
      join(folder, 'own'),
      `#!/bin/sh\n{ env; pwd; } > "${log}.part"; mv "${log}.part" "${log}"\n`,
      { mode: 0o755 },
    );
    process.env['AWS_SECRET_ACCESS_KEY'] = 'not for a browser';
    try {
      assert.equal(await browser({ BROWSER: join(folder, 'own') }).open('https://a.awsapps.com/'), true);
      await until(() => existsSync(log));
      assert.doesNotMatch(readFileSync(log, 'utf8'), /AWS_SECRET_ACCESS_KEY/);
      assert.match(readFileSync(log, 'utf8'), /^PATH=(.|\n)*^\/$/m);
    } finally {
      delete process.env['AWS_SECRET_ACCESS_KEY'];
    }
    assert.equal(await browser({ BROWSER: './own' }).open('https://a.awsapps.com/'), false);
  });

  it('runs nothing of an address, however it looks', async () => {
    const folder = tempFolder();
    const { program, args } = recorder(folder);
    const url = `https://a.awsapps.com/$(touch ${folder}/ran)?x='&touch+${folder}/ran&\`touch ${folder}/ran\`;|$IFS`;
    assert.equal(await browser({ BROWSER: `${program} --new-window` }).open(url), true);
    const seen = await args();
    assert.equal(seen[0], '--new-window');
    assert.equal(seen.length, 2);
    assert.ok(seen[1]?.startsWith('https://a.awsapps.com/$(touch'), seen[1]);
    assert.equal(existsSync(join(folder, 'ran')), false);
  });

  it('opens nothing that is not a web address', async () => {
    const { program } = recorder(tempFolder());
    for (const url of ['--version', 'file:///etc/passwd', 'javascript:alert(1)', '']) {
      assert.equal(await browser({ BROWSER: program }).open(url), false, url);
    }
  });

  it("is the system's own where BROWSER is not set", async () => {
    const folder = tempFolder();
    const { program, args } = recorder(folder);
    renameSync(program, join(folder, 'x-www-browser'));
    const before = { ...process.env };
    writeFileSync(
      join(folder, 'x-www-browser'),
      readFileSync(join(folder, 'x-www-browser'), 'utf8').replace(
        '"$@"',
        '"$@" "${AWS_SECRET_ACCESS_KEY-none}"',
      ),
    );
    // Nothing of this machine's own desktop may answer instead.
    Object.assign(process.env, {
      DISPLAY: ':0',
      HOME: folder,
      PATH: `${folder}:/usr/bin:/bin`,
      XDG_DATA_DIRS: '/-',
      AWS_SECRET_ACCESS_KEY: 'not for a browser',
    });
    ['BROWSER', 'XDG_CURRENT_DESKTOP', 'DESKTOP_SESSION'].forEach((name) => delete process.env[name]);
    try {
      assert.equal(await browser({ DISPLAY: ':0' }).open("https://a.awsapps.com/start?x='&y=$(id)"), true);
      assert.deepEqual(await args(), ['https://a.awsapps.com/start?x=%27&y=$(id)', 'none']);
      assert.equal(process.env['AWS_SECRET_ACCESS_KEY'], 'not for a browser');
    } finally {
      process.env = before;
    }
  });

  it('says when it could not be started', async () => {
    assert.equal(await browser({ BROWSER: '/nowhere/browser' }).open('https://a.awsapps.com/'), false);
  });

  it('puts the address in the place of %s, else at the end', () => {
    assert.deepEqual(commandLine('ff -P  work %s --x', 'https://a/%20'), [
      'ff',
      '-P',
      'work',
      'https://a/%20',
      '--x',
    ]);
    assert.deepEqual(commandLine(' ff ', 'https://a/$&'), ['ff', 'https://a/$&']);
  });

  const cases: readonly (readonly [string, Record<string, string>, NodeJS.Platform, boolean])[] = [
    ['nothing', {}, 'linux', false],
    ['a display', { DISPLAY: ':0' }, 'linux', true],
    ['Wayland', { WAYLAND_DISPLAY: 'wayland-0' }, 'linux', true],
    ['a display over SSH', { DISPLAY: ':10', SSH_CONNECTION: '::1 1 ::1 22' }, 'linux', false],
    ['a display with an SSH terminal', { DISPLAY: ':10', SSH_TTY: '/dev/pts/1' }, 'linux', false],
    ['a display in a container', { DISPLAY: ':0', container: 'podman' }, 'linux', false],
    ['BROWSER over SSH', { BROWSER: 'x', SSH_TTY: '/dev/pts/1' }, 'linux', true],
    ['BROWSER in a container', { BROWSER: 'x', container: 'podman' }, 'linux', true],
    ['a blank BROWSER', { BROWSER: ' ' }, 'linux', false],
    ['WSL', { WSL_DISTRO_NAME: 'Debian' }, 'linux', true],
    ['macOS', {}, 'darwin', true],
    ['macOS over SSH', { SSH_CONNECTION: '::1 1 ::1 22' }, 'darwin', false],
  ];
  for (const [name, variables, platform, expected] of cases) {
    it(`is ${expected ? 'there' : 'not there'} with ${name}`, () => {
      assert.equal(browser(variables, platform).available, expected);
    });
  }

  it('is not there in a container, but with BROWSER', () => {
    assert.equal(browser({ DISPLAY: ':0' }, 'linux', true).available, false);
    assert.equal(browser({ BROWSER: 'x' }, 'linux', true).available, true);
  });
});
