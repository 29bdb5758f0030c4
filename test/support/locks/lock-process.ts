import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { after } from 'node:test';
import { fileURLToPath } from 'node:url';
import type { LockKind } from './kinds.ts';

const DRIVER = fileURLToPath(new URL('./lock-driver.js', import.meta.url));

export interface LockRequest {
  readonly folder: string;
  readonly name: string;
  readonly timeoutMs?: number;
  readonly kind?: LockKind;
  /** Words before `node`. */
  readonly words?: readonly string[];
  /** Where it proves that nobody else has the lock: turns.ts. */
  readonly turns?: string;
}

/** Another process that takes a lock. */
export class LockProcess {
  readonly child: ChildProcessWithoutNullStreams;
  readonly #lines: string[] = [];
  readonly #wanted: ((line: string) => boolean)[] = [];

  constructor({ folder, name, timeoutMs = 20_000, kind = 'system', turns = '', words = [] }: LockRequest) {
    const own = [process.execPath, DRIVER, folder, name, String(timeoutMs), kind, turns];
    const [program = '', ...rest] = [...words, ...own];
    this.child = spawn(program, rest);
    createInterface({ input: this.child.stdout }).on('line', (line) => {
      this.#lines.push(line);
      this.#wanted.splice(0).forEach((each) => each(line));
    });
    after(() => this.child.kill('SIGKILL'));
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  /** Resolves with the first line that begins so. */
  async says(word: string): Promise<string> {
    for (;;) {
      const line = this.saidFirst(word);
      if (line !== undefined) {
        return line;
      }
      await new Promise((resolve) => {
        this.#wanted.push(() => {
          resolve(null);
          return true;
        });
      });
    }
  }

  hasSaid(word: string): boolean {
    return this.saidFirst(word) !== undefined;
  }

  /** The first line that begins so, if it has come. */
  saidFirst(word: string): string | undefined {
    return this.#lines.find((line) => line.startsWith(word));
  }

  release(): void {
    this.child.stdin.end();
  }
}
