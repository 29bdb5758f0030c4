// Takes a lock and says so on stdout, then holds it until its stdin ends: for tests that kill the holder.
// argv: the state folder, the lock's name, the timeout in ms, `flock` or `exclusive`.
import { once } from 'node:events';
import { FileLocks } from '../../src/adapters/locks/file-locks.ts';
import { findFlock } from '../../src/adapters/locks/flock.ts';
import { lockFolders } from '../../src/adapters/locks/lock-folders.ts';
import { reportInto, systemClock } from './store-world.ts';

const [stateFolder = '', name = '', timeout = '', kind = 'flock'] = process.argv.slice(2);
const where = { stateFolder, settingsFile: '', runtimeFolder: null };
const locks = new FileLocks({
  folders: () => lockFolders(where, stateFolder),
  clock: systemClock,
  report: reportInto([]),
  flock: kind === 'flock' ? findFlock() : null,
});

const print = (line: string): void => void process.stdout.write(`${line}\n`);
process.stdin.resume();
try {
  const options = {
    timeoutMs: Number(timeout),
    purpose: 'process prod-admin',
    onWait: (holder: unknown) => print(`waiting ${JSON.stringify(holder)}`),
  };
  await locks.withLock(name, options, async () => {
    print('held');
    await once(process.stdin, 'end');
  });
  print('released');
} catch (error) {
  print(`failed ${error instanceof Error ? error.message : ''}`);
}
process.stdin.destroy();
