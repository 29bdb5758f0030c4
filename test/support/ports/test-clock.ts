import type { Clock } from '../../../src/ports/clock.ts';

/** 2026-01-02T14:02:00Z, the afternoon of the transcripts. */
export const START = Date.UTC(2026, 0, 2, 14, 2, 0);

interface Sleeper {
  readonly at: number;
  wake(): void;
}

/** A clock that stands still, but jumps to the next sleeper whenever everybody waits for it. */
export class TestClock implements Clock {
  #now: number;
  #sleepers: Sleeper[] = [];
  #isJumping = false;
  /** All sleeps that were asked for, in milliseconds. */
  readonly slept: number[] = [];

  constructor(start: number = START) {
    this.#now = start;
  }

  now(): number {
    return this.#now;
  }

  /** Moves on without waking anybody who is not due. */
  advance(ms: number): void {
    this.#now += ms;
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    this.slept.push(ms);
    return new Promise((resolve, reject) => {
      const sleeper = { at: this.#now + ms, wake: resolve };
      this.#sleepers.push(sleeper);
      signal?.addEventListener('abort', () => {
        this.#sleepers = this.#sleepers.filter((other) => other !== sleeper);
        reject(signal.reason as Error);
      });
      this.#jumpSoon();
    });
  }

  // After everything that is ready to run has run: a few turns of the event loop.
  #jumpSoon(): void {
    if (this.#isJumping) {
      return;
    }
    this.#isJumping = true;
    afterTurns(TURNS, () => {
      this.#isJumping = false;
      const next = this.#sleepers.toSorted((one, other) => one.at - other.at)[0];
      if (next !== undefined) {
        this.#sleepers = this.#sleepers.filter((other) => other !== next);
        this.#now = Math.max(this.#now, next.at);
        next.wake();
        this.#jumpSoon();
      }
    });
  }
}

const TURNS = 5;

function afterTurns(turns: number, work: () => void): void {
  setImmediate(() => (turns === 0 ? work() : afterTurns(turns - 1, work)));
}
