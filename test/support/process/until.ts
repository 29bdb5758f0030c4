import { setTimeout as sleep } from 'node:timers/promises';

/** Waits for what another process does, looking every few milliseconds; fails after ten seconds, or after `tries` looks. */
export async function until(condition: () => boolean, tries: number = 1000): Promise<void> {
  for (let tried = 0; tried < tries; tried += 1) {
    if (condition()) {
      return;
    }
    await sleep(10);
  }
  throw new Error(`what was waited for did not come within ${tries / 100} seconds`);
}
