import { keychainSecrets } from '../adapters/hot/keychain-secrets.ts';
import { lockFolders } from '../adapters/locks/lock-folders.ts';
import { readEnvironment } from '../adapters/process/node-environment.ts';
import { systemClock } from '../adapters/process/system-clock.ts';
import { hotItemOf } from '../core/hot/hot-record.ts';
import { places } from '../core/places.ts';

/**
 * The warm path of `bin/start.cjs`, a bundle of its own: for a record without a secret half the credentials are read
 * from the store, without reading AWS's files and without planning. Returns `SECRET:TOKEN`, or an empty text: then the
 * full program answers. It wires the few parts it needs itself.
 */
export async function secretsOf(lines: readonly string[]): Promise<string> {
  const item = hotItemOf(lines);
  const environment = readEnvironment();
  const where = places(environment);
  const ports = { environment, clock: systemClock, lockFolders: () => lockFolders(where) };
  return item === null ? '' : ((await keychainSecrets(item, ports)) ?? '');
}
