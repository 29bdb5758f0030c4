// A thread that reads a file without a pause while another makes and removes it, and counts what it saw.
import { workerData } from 'node:worker_threads';
import { parseNote } from '../../../src/adapters/locks/holder.ts';
import { readNote } from '../../../src/adapters/locks/exclusive-file.ts';

export interface ReadWork {
  readonly path: string;
  /** Whether to go on; times the file was there; times it had no note. */
  readonly counts: Int32Array;
}

const { path, counts } = workerData as ReadWork;
while (Atomics.load(counts, 0) === 0) {
  const found = readNote(path);
  if (found !== null) {
    Atomics.add(counts, 1, 1);
    Atomics.add(counts, 2, parseNote(found.text) === null ? 1 : 0);
  }
}
