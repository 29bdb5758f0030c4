import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Clock } from '../../ports/clock.ts';
import type { LockHolder, LockOptions, Locks, Question, Turn } from '../../ports/store/lock.ts';
import type { Report } from '../../ports/person/report.ts';
import { atEnd } from '../process/at-end.ts';
import { answerSinceBegun, leaveAnswer, refusalIn } from './answered-file.ts';
import { EXLOCK } from './exlock.ts';
import { type Grip, gripByCreating, gripByKernel, gripByOpening, type Gripped } from './grip.ts';
import { ownNote } from './holder.ts';
import type { KernelLock } from './kernel-lock.ts';
import { holderOf } from './lock-file.ts';
import { LockWait } from './lock-wait.ts';

interface FileLocksOptions {
  /** Lock folders, best first: `lockFolders(places)`. `refused` is told why one is left out. */
  readonly folders: (refused?: (why: string) => void) => Iterable<string>;
  readonly clock: Clock;
  readonly report: Report;
  /** `kernelLock`, asked when first a lock is wanted. Null where opening a file locks it, and where the files themselves are the locks. */
  readonly kernel: () => KernelLock | null;
}

/**
 * Locks across the user's processes, a file each in the lock folder, named by a digest. A lock is the system's and ends with its
 * holder, except on a Linux for whose processor there is no `kernelLock`. A process must not take the same name again inside its own `work`: it would wait
 * for itself.
 */
export class FileLocks implements Locks {
  readonly #options: FileLocksOptions;
  readonly #held = new Set<Grip>();
  readonly #told = new Set<number>();

  constructor(options: FileLocksOptions) {
    this.#options = options;
  }

  async withLock<T>(name: string, options: LockOptions, work: (turn: Turn) => Promise<T>): Promise<T> {
    const wait = new LockWait(options, this.#options.clock, this.#told);
    const grip = await this.#take(name, wait);
    if (grip === null) {
      return work({ waited: wait.wasBusy, before: null });
    }
    const release = (): void => {
      this.#held.delete(grip);
      grip.release();
    };
    this.#held.add(grip);
    const forget = atEnd(release);
    try {
      return await work({ waited: wait.wasBusy, before: answerSinceBegun(grip.path) });
    } finally {
      forget();
      release();
    }
  }

  holder(name: string): LockHolder | null {
    for (const folder of this.#options.folders()) {
      const holder = holderOf(join(folder, fileOf(name)));
      if (holder !== null) {
        return holder;
      }
    }
    return null;
  }

  async telling<T>(names: () => readonly string[], options: LockOptions, work: () => Promise<T>): Promise<T> {
    const over = new AbortController();
    const wait = new LockWait(options, this.#options.clock, this.#told);
    void wait.tellOfAskers(() => names().map((name) => this.holder(name)), over.signal);
    try {
      return await work();
    } finally {
      over.abort();
    }
  }

  async whileAsking<T>(question: Question, work: () => Promise<T>): Promise<T> {
    const held = [...this.#held];
    held.forEach((grip) => grip.say(ownNote(grip.purpose, question)));
    try {
      const answer = await work();
      held.forEach((grip) => leaveAnswer(grip.path, grip.purpose, 'answered'));
      return answer;
    } catch (error) {
      const outcome = refusalIn(error);
      if (outcome !== null) {
        held.forEach((grip) => leaveAnswer(grip.path, grip.purpose, outcome));
      }
      throw error;
    } finally {
      held.forEach((grip) => grip.say(ownNote(grip.purpose)));
    }
  }

  /** Null where `work` runs without the lock. */
  async #take(name: string, wait: LockWait): Promise<Grip | null> {
    const faults: string[] = [];
    for (const folder of this.#options.folders((why) => faults.push(why))) {
      const path = join(folder, fileOf(name));
      const grip = await grasp(path, this.#options.kernel, wait);
      if (grip !== 'broken') {
        return grip === 'beside' ? null : grip;
      }
    }
    // Doing the work twice is better than failing: e.g. another user has our name under /tmp and the home is read-only.
    const why = faults.length === 0 ? '' : ` (${faults.join('; ')})`;
    this.#options.report.warn(
      `no folder can be used for locks${why}, so awscred does not wait for its other processes`,
    );
    return null;
  }
}

async function grasp(path: string, kernel: () => KernelLock | null, wait: LockWait): Promise<Gripped> {
  if (EXLOCK !== null) {
    return await gripByOpening(EXLOCK, path, wait);
  }
  const system = kernel();
  return system === null ? await gripByCreating(path, wait) : await gripByKernel(system, path, wait);
}

function fileOf(name: string): string {
  return `${createHash('sha256').update(name).digest('hex').slice(0, 32)}.lock`;
}
