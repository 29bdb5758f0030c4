// Keeps what V8 compiles of the bundle while the usual commands run, for bin/own-modules.cjs. Each run goes on from the
// code of the one before. It is for speed alone: where it cannot be made, the program compiles itself at each start.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { answerTo, layOut } from './code-cache/home.mjs';

const ROOT = join(import.meta.dirname, '..');
const { cachePath } = createRequire(import.meta.url)('../bin/own-modules.cjs');

/** A cold chain in the encrypted file, one without a store, and what people look at. */
const RUNS = [
  ['process', 'last'],
  ['process', '--no-cache', 'keys-role'],
  ['process', '--refresh', 'last'],
  ['list'],
  ['explain', 'last'],
  ['assume', 'last', '-o', 'posix'],
];

try {
  await keepCode();
} catch (error) {
  console.error(`no compiled code is kept: ${error.message}`);
}

async function keepCode() {
  rmSync(cachePath(join(ROOT, 'dist/bundle')), { force: true });
  const home = mkdtempSync(join(tmpdir(), 'awscred-build-'));
  const server = createServer((request, response) => {
    request.resume().on('end', () => response.end(answerTo(request.method)));
  }).listen(0, '127.0.0.1');
  try {
    await once(server, 'listening');
    layOut(home, `http://127.0.0.1:${server.address().port}`);
    for (const words of RUNS) {
      await run(home, words);
    }
  } finally {
    server.close();
    rmSync(home, { recursive: true, force: true });
  }
}

async function run(home, words) {
  const child = spawn(process.execPath, [join(ROOT, 'scripts/code-cache/run.cjs'), ...words], {
    env: {
      HOME: home,
      USER: 'jane',
      AWSCRED_STORE: 'file',
      AWSCRED_HOT_CACHE: 'off',
      AWSCRED_UNLOCK_FOR: 'off',
      AWSCRED_PASSPHRASE_FILE: join(home, 'passphrase'),
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (text) => (said += text));
  const [status] = await once(child, 'close');
  if (status !== 0) {
    console.error(`no compiled code is kept of \`awscred ${words.join(' ')}\`: ${said.trim()}`);
  }
}
