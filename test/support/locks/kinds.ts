import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { FileLocks } from '../../../src/adapters/locks/file-locks.ts';
import { kernelLock } from '../../../src/adapters/locks/kernel-lock.ts';
import { lockFolders } from '../../../src/adapters/locks/lock-folders.ts';
import { reportInto, systemClock } from '../store/store-world.ts';

/** `system`: what the system frees itself. `exclusive`: files that are created exclusively, where it has nothing. */
export type LockKind = 'system' | 'exclusive';

export const LOCK_KINDS: readonly LockKind[] = ['system', 'exclusive'];

/** Locks of a kind in `locks` below a folder. */
export function locksOf(kind: LockKind, stateFolder: string): FileLocks {
  const where = { stateFolder, settingsFile: '', runtimeFolder: null };
  return new FileLocks({
    folders: () => lockFolders(where, stateFolder),
    clock: systemClock,
    report: reportInto([]),
    kernel: kind === 'system' ? kernelLock : () => null,
  });
}

/** Where the lock of a name is. */
export function lockFileOf(stateFolder: string, name: string): string {
  const digest = createHash('sha256').update(name).digest('hex').slice(0, 32);
  return join(stateFolder, 'locks', `${digest}.lock`);
}
