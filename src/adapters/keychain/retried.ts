import { isLostRace, isNoReply } from './faults.ts';

/**
 * Makes a call of the addon again after a lost race, up to `races` times in all, and once after no reply, each time
 * 5 to 50 ms later. Everything else is thrown as it is: an error is never "empty".
 */
export async function retried<T>(races: number, call: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await call();
    } catch (error) {
      const words = error instanceof Error ? error.message : '';
      const again = isLostRace(words) ? attempt < races : isNoReply(words) && attempt < 2;
      if (!again) {
        throw error;
      }
    }
    await new Promise((resolve) => {
      setTimeout(resolve, 5 + Math.random() * 45);
    });
  }
}
