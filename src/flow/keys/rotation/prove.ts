import type { KeyPair } from '../../../core/kept-keys.ts';
import { AwscredError, AwsRefusal } from '../../../errors.ts';
import { stsSite } from '../../line/plan-for.ts';
import type { Run } from '../../line/run.ts';
import { credentialsOf, orRefused } from './iam-as.ts';

const IN_A_ROW = 3;
const LONGEST_MS = 60_000;
const BETWEEN_MS = 1000;

/**
 * Waits until AWS knows a key everywhere: GetCallerIdentity three times in a row, for a minute at most. Returns the
 * milliseconds that it took. AwscredError TIMEOUT, with `hints`, where it does not.
 */
export async function prove(
  run: Run,
  profile: string,
  pair: KeyPair,
  hints: readonly string[],
): Promise<number> {
  const { aws, clock } = run.ports;
  const site = stsSite(run, profile);
  const began = clock.now();
  let row = 0;
  while (row < IN_A_ROW) {
    if (clock.now() - began > LONGEST_MS) {
      throw new AwscredError('TIMEOUT', 'AWS still does not know the key after a minute', { hints });
    }
    try {
      await aws.getCallerIdentity(site, credentialsOf(pair));
      row += 1;
    } catch (error) {
      if (!(error instanceof AwsRefusal) || error.facts.code !== 'InvalidClientTokenId') {
        await orRefused('GetCallerIdentity', async () => Promise.reject(error));
      }
      row = 0;
      await clock.sleep(BETWEEN_MS);
    }
  }
  return clock.now() - began;
}
