// A thread that wants each of some locks at the same instant as its siblings, and counts its successes.
import { workerData } from 'node:worker_threads';
import { AwscredError } from '../../../src/errors.ts';
import { systemClock } from '../store/store-world.ts';
import { type LockKind, locksOf } from './kinds.ts';

export interface AtOnceWork {
  readonly folder: string;
  readonly kind: LockKind;
  readonly names: readonly string[];
  readonly threads: number;
  /** For each lock: arrivals before it is wanted, successes, and answers of either kind. */
  readonly gate: Int32Array;
  readonly taken: Int32Array;
  readonly asked: Int32Array;
}

const { folder, kind, names, threads, gate, taken, asked } = workerData as AtOnceWork;
const locks = locksOf(kind, folder);
for (const [index, name] of names.entries()) {
  Atomics.add(gate, index, 1);
  while (Atomics.load(gate, index) < threads) {
    // All of them go at once.
  }
  try {
    await locks.withLock(name, { timeoutMs: 0, purpose: 'test' }, async () => {
      Atomics.add(taken, index, 1);
      await countMe(index);
    });
  } catch (error) {
    if (!(error instanceof AwscredError) || error.code !== 'WAITED') {
      throw error;
    }
    await countMe(index);
  }
}

/** Nobody goes on before all have an answer. */
async function countMe(index: number): Promise<void> {
  Atomics.add(asked, index, 1);
  while (Atomics.load(asked, index) < threads) {
    await systemClock.sleep(1);
  }
}
