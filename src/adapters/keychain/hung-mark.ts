import { statSync } from 'node:fs';
import { join } from 'node:path';
import { writePrivateFile } from '../files/private-file.ts';

/** How long a process's finding counts for the others, in milliseconds. */
const COUNTS_MS = 10_000;

/**
 * A crowd in front of a hung service must not find out one after the other: who did leaves a mark in the lock
 * folder, and those still queueing end with it.
 */
export class HungMark {
  readonly #folders: () => Iterable<string>;

  constructor(folders: () => Iterable<string>) {
    this.#folders = folders;
  }

  leave(): void {
    try {
      writePrivateFile(this.#path(), '');
    } catch {
      // No folder, a full disk: the others find out by themselves.
    }
  }

  isFresh(): boolean {
    const stats = statSync(this.#path(), { throwIfNoEntry: false });
    return stats !== undefined && Math.abs(Date.now() - stats.mtimeMs) < COUNTS_MS;
  }

  #path(): string {
    const [folder] = this.#folders();
    return join(folder ?? '/nonexistent', 'keychain.hung');
  }
}
