import { setTimeout as sleep } from 'node:timers/promises';

/** Waits for what another process does, looking every few milliseconds; fails after ten seconds. */
export async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; tries < 1000; tries += 1) {
    if (condition()) {
      return;
    }
    await sleep(10);
  }
  throw new Error('what was waited for did not come within ten seconds');
}
