// A thread that tries to take each of the files at the same instant as its siblings, and counts its successes.
import { parentPort, workerData } from 'node:worker_threads';
import { takeFile } from '../../src/adapters/locks/exclusive-file.ts';
import { ownNote } from '../../src/adapters/locks/holder.ts';

/** `gate` counts the arrivals at each file; `taken` the successes. */
export interface TakeWork {
  readonly paths: readonly string[];
  readonly threads: number;
  readonly gate: Int32Array;
  readonly taken: Int32Array;
}

const { paths, threads, gate, taken } = workerData as TakeWork;
const note = ownNote('test');
paths.forEach((path, index) => {
  Atomics.add(gate, index, 1);
  while (Atomics.load(gate, index) < threads) {
    // All of them go at once.
  }
  // As who waits does: again and again, while the winner holds it.
  for (let attempt = 0; attempt < 3; attempt += 1) {
    if (takeFile(path, note)) {
      Atomics.add(taken, index, 1);
    }
  }
});
parentPort?.postMessage('done');
