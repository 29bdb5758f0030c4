import { setTimeout as after } from 'node:timers/promises';
import type { Clock } from '../../ports/clock.ts';

/** The machine's own clock and timers. */
export const systemClock: Clock = {
  now: () => Date.now(),
  async sleep(ms, signal) {
    try {
      await after(ms, undefined, signal === undefined ? {} : { signal });
    } catch (error) {
      // The port promises the signal's own reason, Node wraps it in an AbortError.
      throw signal?.aborted === true ? signal.reason : error;
    }
  },
};
