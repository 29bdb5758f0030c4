// npm run test:windows [FILTER]: the packed package under Windows' own node.exe, in a Wine prefix of its own.
// What that cannot show is in docs/platforms.md.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { madePrefix } from './windows/prefix.mjs';

const PROGRAMS = ['wine', 'wineserver', 'wineboot', 'x86_64-w64-mingw32-gcc'];
const filter = process.argv[2] ?? '';

const missing = PROGRAMS.filter(
  (name) =>
    !['/usr/lib/wine', ...process.env.PATH.split(delimiter)].some((folder) => existsSync(join(folder, name))),
);
if (missing.length > 0) {
  console.error(`test:windows is skipped, not on this machine: ${missing.join(', ')}`);
  console.error('Debian has them: apt-get install wine wine64 gcc-mingw-w64-x86-64-win32');
  process.exit((process.env.CI ?? '') === '' ? 0 : 1);
}

const work = mkdtempSync(join(tmpdir(), 'awscred-windows-'));
let server;
try {
  const prefix = madePrefix(work);
  server = await startedServer(join(prefix.drive, 'awslocal'));
  const files = readdirSync('dist/test/windows')
    .filter((name) => name.endsWith('.test.js') && name.includes(filter))
    .sort();
  const failed = files.filter(
    (name) => prefix.run(`C:\\build\\dist\\test\\windows\\${name}`, { url: server.url }) !== 0,
  );
  console.log(failed.length === 0 ? `${files.length} files of tests passed` : `failed: ${failed.join(', ')}`);
  process.exitCode = files.length > 0 && failed.length === 0 ? 0 : 1;
} finally {
  server?.child.kill('SIGTERM');
  spawnSync('wineserver', ['-k'], { env: { ...process.env, WINEPREFIX: join(work, 'prefix') } });
  spawnSync('wineserver', ['-w'], { env: { ...process.env, WINEPREFIX: join(work, 'prefix') } });
  rmSync(work, { recursive: true, force: true, maxRetries: 3 });
}

/** The local AWS, on Linux's loopback, which Wine's programs share. */
async function startedServer(folder) {
  const environment = { ...process.env };
  delete environment.NODE_EXTRA_CA_CERTS;
  const words = ['bin/awscred.cjs', 'dev-server', '--write-config', folder];
  const child = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'ignore'], env: environment });
  const url = await new Promise((resolve, reject) => {
    child.stdout.once('data', (text) => resolve(String(text).trim()));
    child.once('exit', (status) => reject(new Error(`the local AWS ended with ${status}`)));
  });
  return { child, url };
}
