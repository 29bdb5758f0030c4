// Takes a lock and says so on stdout, then holds it until its stdin ends: for tests that kill the holder.
// argv: the state folder, the lock's name, the timeout in ms, the kind, and a folder of turns where each is proved.
import { once } from 'node:events';
import { locksOf, type LockKind } from './kinds.ts';
import { endTurn, takeTurn } from './turns.ts';

const [stateFolder = '', name = '', timeout = '', kind = 'system', turns = ''] = process.argv.slice(2);
const locks = locksOf(kind as LockKind, stateFolder);

const print = (line: string): void => void process.stdout.write(`${line}\n`);
process.stdin.resume();
try {
  const options = {
    timeoutMs: Number(timeout),
    purpose: 'process prod-admin',
    onWait: (holder: unknown) => print(`waiting ${JSON.stringify(holder)}`),
  };
  await locks.withLock(name, options, async () => {
    if (turns === '') {
      print('held');
      await once(process.stdin, 'end');
      return;
    }
    print(takeTurn(turns) ? 'held' : 'held BESIDE ANOTHER');
    // Who waits for one who asks is told at once.
    await locks.whileAsking('confirmation', async () => once(process.stdin, 'end'));
    endTurn(turns);
  });
  print('released');
} catch (error) {
  print(`failed ${error instanceof Error ? error.message : ''}`);
}
process.stdin.destroy();
