import { fileSecrets } from '../adapters/hot/file-secrets.ts';
import { readEnvironment } from '../adapters/process/node-environment.ts';
import { systemClock } from '../adapters/process/system-clock.ts';
import { hotItemOf } from '../core/hot/hot-record.ts';
import { places } from '../core/places.ts';

/** As `warm/keychain.ts`, for the encrypted store while it is unlocked. */
export async function secretsOf(lines: readonly string[]): Promise<string> {
  const item = hotItemOf(lines);
  const { stateFolder } = places(readEnvironment());
  const secrets = item === null ? null : fileSecrets(item, { clock: systemClock, stateFolder });
  return await Promise.resolve(secrets ?? '');
}
