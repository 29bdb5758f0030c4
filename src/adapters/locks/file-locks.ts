import { createHash } from 'node:crypto';
import { closeSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { AwscredError } from '../../errors.ts';
import type { Clock } from '../../ports/clock.ts';
import type { LockOptions, Locks } from '../../ports/lock.ts';
import type { Report } from '../../ports/report.ts';
import { takeFile } from './exclusive-file.ts';
import { type FlockResult, flockNow, flockWait } from './flock.ts';
import { ownNote } from './holder.ts';
import { closeLockFile, isCurrent, openLockFile, writeNote } from './lock-file.ts';
import { Wait } from './wait.ts';

export interface FileLocksOptions {
  /** Lock folders, best first: `lockFolders(places)`. `refused` is told why one is left out. */
  readonly folders: (refused: (why: string) => void) => Iterable<string>;
  readonly clock: Clock;
  readonly report: Report;
  /** The `flock` program; `findFlock()`. Null: lock files that are created exclusively. */
  readonly flock: string | null;
}

/**
 * Locks across the user's processes, a file each in the lock folder, named by a digest. With flock(1) a lock is the
 * kernel's and ends with its holder. A process must not take a name twice at a time inside its own `work`: it would
 * wait for itself.
 */
export class FileLocks implements Locks {
  readonly #options: FileLocksOptions;

  constructor(options: FileLocksOptions) {
    this.#options = options;
  }

  async withLock<T>(name: string, options: LockOptions, work: () => Promise<T>): Promise<T> {
    const release = await this.#acquire(name, options);
    try {
      return await work();
    } finally {
      release();
    }
  }

  async #acquire(name: string, options: LockOptions): Promise<() => void> {
    const file = `${createHash('sha256').update(name).digest('hex').slice(0, 32)}.lock`;
    const wait = new Wait(options, this.#options.clock);
    const faults: string[] = [];
    for (const folder of this.#options.folders((why) => faults.push(why))) {
      const path = join(folder, file);
      const { flock } = this.#options;
      const release = flock === null ? await exclusive(path, wait) : await flocked(flock, path, wait);
      if (release !== null) {
        return release;
      }
    }
    // Better twice the work than none: e.g. another user holds our name under /tmp and the home cannot be written.
    const why = faults.length === 0 ? '' : ` (${faults.join('; ')})`;
    this.#options.report.warn(
      `found no folder for locks${why}, so other awscred processes are not waited for`,
    );
    return () => {};
  }
}

/** Null where this folder cannot be used for locks. */
async function flocked(flock: string, path: string, wait: Wait): Promise<(() => void) | null> {
  for (;;) {
    const fd = openOrNull(path);
    const result = fd === null ? 'broken' : await lockDescriptor(flock, { fd, path }, wait);
    if (fd === null || result === 'broken') {
      return null;
    }
    if (isCurrent(fd, path)) {
      writeNote(fd, ownNote(wait.options.purpose));
      return () => closeLockFile(fd);
    }
    // It was removed (`cache prune`) while we waited.
    closeSync(fd);
  }
}

interface LockFile {
  readonly fd: number;
  readonly path: string;
}

/** Closes the descriptor unless it is held. */
async function lockDescriptor(flock: string, file: LockFile, wait: Wait): Promise<'held' | 'broken'> {
  let result: FlockResult = 'broken';
  try {
    result = flockNow(flock, file.fd);
    while (result === 'busy') {
      await wait.busy(file.path);
      result = await waitInChild(flock, file.fd, wait);
    }
    return result;
  } finally {
    if (result !== 'held') {
      closeSync(file.fd);
    }
  }
}

async function waitInChild(flock: string, fd: number, wait: Wait): Promise<FlockResult> {
  const before = performance.now();
  const result = await flockWait(flock, fd, wait.left);
  wait.left -= performance.now() - before;
  if (result === 'held' || wait.left <= 0) {
    return result === 'held' ? 'held' : 'busy';
  }
  await wait.pause(20 + Math.random() * 30);
  return flockNow(flock, fd);
}

/** Without flock(1): polled, and a holder that is gone is found by its pid. */
async function exclusive(path: string, wait: Wait): Promise<(() => void) | null> {
  const note = ownNote(wait.options.purpose);
  try {
    while (!takeFile(path, note)) {
      await wait.busy(path);
      await wait.pause(Math.min(wait.left, 20 + Math.random() * 30));
    }
  } catch (error) {
    if (error instanceof AwscredError) {
      throw error;
    }
    return null;
  }
  return () => rmSync(path, { force: true });
}

function openOrNull(path: string): number | null {
  try {
    return openLockFile(path);
  } catch {
    return null;
  }
}
