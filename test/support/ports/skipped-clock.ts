import { systemClock } from '../../../src/adapters/process/system-clock.ts';
import type { Clock } from '../../../src/ports/clock.ts';

/** The real time, but who sleeps is woken at once, and the time that it would have taken has passed. */
export class SkippedClock implements Clock {
  #skipped = 0;

  now(): number {
    return systemClock.now() + this.#skipped;
  }

  async sleep(ms: number): Promise<void> {
    this.#skipped += ms;
    return Promise.resolve();
  }
}
