import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startDevServer } from '../src/dev-server/dev-server.ts';
import { writeConfig } from '../src/dev-server/config/write-config.ts';
import { DemoHome } from './demo-home.ts';
import { privateKeychain } from './private-keychain.ts';
import { tour } from './tour.ts';

// The main job on a local AWS, in a home of its own below TMPDIR. Nothing is left behind: no file, no process.
const folder = await mkdtemp(join(tmpdir(), 'awscred-demo-'));
const server = await startDevServer();
const keychain = await privateKeychain(folder);
try {
  await writeConfig(join(folder, '.aws'), server);
  const home = await DemoHome.create(folder, keychain);
  const store =
    keychain === null
      ? 'a throw-away encrypted store, since this machine has no keychain'
      : 'a keychain of its own (gnome-keyring), so that yours stays as it is';
  print(`A local AWS on ${server.url}, a home of its own, and ${store}.\n`);
  await tour(home, server, print);
} catch (error) {
  process.exitCode = 1;
  process.stderr.write(`awscred: the demo failed: ${error instanceof Error ? error.message : 'unknown'}\n`);
} finally {
  await server.close();
  await keychain?.close();
  await rm(folder, { recursive: true, force: true });
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
