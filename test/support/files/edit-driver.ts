// Edits `config` in a folder as awscred does, with real locks: for tests that kill it or start two at once.
// argv: the folder, and either `count` (sets x of [profile p] to 1, 2, … until it is killed) or `add NAME COUNT`
// (adds that many sections).
import { join } from 'node:path';
import { awsFileEditor } from '../../../src/adapters/files/aws-file-editor.ts';
import { FileLocks } from '../../../src/adapters/locks/file-locks.ts';
import { kernelLock } from '../../../src/adapters/locks/kernel-lock.ts';
import { lockFolders } from '../../../src/adapters/locks/lock-folders.ts';
import { reportInto, systemClock } from '../store/store-world.ts';

const [folder = '', mode = '', name = '', count = '0'] = process.argv.slice(2);
const stateFolder = join(folder, 'state');
const where = { stateFolder, settingsFile: '', runtimeFolder: null };
const editor = awsFileEditor({
  paths: { config: join(folder, 'config'), credentials: join(folder, 'credentials') },
  stateFolder,
  locks: new FileLocks({
    folders: () => lockFolders(where, stateFolder),
    clock: systemClock,
    report: reportInto([]),
    kernel: kernelLock,
  }),
  clock: systemClock,
});

async function set(profile: string, value: number): Promise<void> {
  const section = { kind: 'profile', name: profile } as const;
  await editor.change('config', [{ change: 'set', section, values: [['x', String(value)]] }]);
}

if (mode === 'add') {
  for (let at = 1; at <= Number(count); at += 1) {
    await set(`${name}${at}`, at);
  }
} else {
  process.stdout.write('ready\n');
  for (let at = 1; ; at += 1) {
    await set('p', at);
  }
}
