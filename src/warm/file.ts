import { fileSecrets } from '../adapters/hot/file-secrets.ts';
import { readEnvironment } from '../adapters/process/node-environment.ts';
import { systemClock } from '../adapters/process/system-clock.ts';
import { PASSPHRASE_VARIABLE } from '../adapters/store/vault/passphrase-mark.ts';
import { hotItemOf } from '../core/hot/hot-record.ts';
import { places } from '../core/places.ts';

/** As `warm/keychain.ts`, for the encrypted store while it is unlocked. */
export async function secretsOf(lines: readonly string[]): Promise<string> {
  const item = hotItemOf(lines);
  const environment = readEnvironment();
  const { stateFolder } = places(environment);
  // A record is of one config.ini; a variable that says how long a key is held is the full program's to read.
  const passphraseFile =
    (environment.get('AWSCRED_UNLOCK_FOR') ?? '') === '' ? environment.get(PASSPHRASE_VARIABLE) : null;
  const secrets =
    item === null ? null : fileSecrets(item, { clock: systemClock, stateFolder, passphraseFile });
  return await Promise.resolve(secrets ?? '');
}
