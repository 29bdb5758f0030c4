// How long awscred takes, as ratios to an empty Node program in the same run: `npm run bench [ROUNDS]`.
// Whole processes, in turn (empty, awscred, empty, …); the median of the ratios of neighbours is what counts.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { privateKeychain } from '../dist/demo/private-keychain.js';
import { startDevServer } from '../dist/src/dev-server/dev-server.js';
import { writeConfig } from '../dist/src/dev-server/config/write-config.js';
import { DemoHome } from '../dist/demo/demo-home.js';

const rounds = Number(process.argv[2] ?? 15);
const program = join(import.meta.dirname, '..', 'bin', 'awscred.cjs');
const folder = mkdtempSync(join(tmpdir(), 'awscred-bench-'));
const server = await startDevServer();
const keychain = await privateKeychain(folder);

try {
  await writeConfig(join(folder, '.aws'), server);
  const home = await DemoHome.create(folder, keychain);
  // On Node 20 this parses a whole bundle at each start: it would triple the floor.
  const { NODE_EXTRA_CA_CERTS: _, ...env } = home.environment;
  const signedIn = await home.awscred('process', 'prod-readonly');
  if (signedIn.status !== 0) {
    throw new Error(signedIn.stderr);
  }
  console.log(`x an empty Node program (${process.version}), median of ${rounds} pairs, lowest and highest`);
  measure('--version', ['--version'], env);
  measure('process, keys in a file', ['process', 'jane'], env);
  measure(
    `process, warm (${keychain === null ? 'encrypted file' : 'keychain'})`,
    ['process', 'prod-readonly'],
    env,
  );
  measure('explain', ['explain', 'prod-readonly'], env);
  measure('list', ['list'], env);
} finally {
  await server.close();
  await keychain?.close();
  rmSync(folder, { recursive: true, force: true });
}

function measure(name, words, env) {
  const ratios = [];
  for (let round = 0; round <= rounds; round += 1) {
    const floor = timed(['-e', '0'], env);
    const ours = timed([program, ...words], env);
    // The first pair only warms the disk's cache.
    if (round > 0) {
      ratios.push(ours / floor);
    }
  }
  ratios.sort((a, b) => a - b);
  const shown = [ratios[Math.floor(ratios.length / 2)], ratios[0], ratios.at(-1)].map((ratio) =>
    ratio.toFixed(2),
  );
  console.log(`  ${name.padEnd(32)} ${shown[0]}   (${shown[1]} to ${shown[2]})`);
}

function timed(words, env) {
  const begun = performance.now();
  const { status, stderr } = spawnSync(process.execPath, words, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  if (status !== 0) {
    throw new Error(`ended with ${status}: ${stderr}`);
  }
  return performance.now() - begun;
}
