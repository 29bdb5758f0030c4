import { statSync } from 'node:fs';
import { join } from 'node:path';
import { writePrivateFile } from '../files/trust/private-file.ts';

/** How long the mark is valid, in milliseconds. */
const COUNTS_MS = 10_000;

/**
 * Tells other processes that the service hangs, so that they need not find out one after the other: the first leaves
 * a mark in the lock folder, and those in the queue give up.
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
      // No folder, or a full disk: the others find out by themselves.
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
