import type { HotItem } from '../../core/hot/hot-record.ts';
import { AwscredError } from '../../errors.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Environment } from '../../ports/environment.ts';
import { sessionBus } from '../keychain/bus.ts';
import { DirectCalls } from '../keychain/direct-calls.ts';
import { canReadDirectly, readDirectly } from '../keychain/direct-read.ts';
import { Gate } from '../keychain/gate.ts';
import { homeTag, taggedName } from '../keychain/home-tag.ts';
import { secretsIn } from './item-secrets.ts';

/** After a longer wait in the keychain's queue the full program takes over. */
const QUEUE_MS = 2000;

interface KeychainSecretsPorts {
  readonly environment: Environment;
  readonly clock: Clock;
  readonly lockFolders: () => Iterable<string>;
}

/**
 * The secrets of just the credentials that a record is about, as `SECRET:TOKEN`, from the keychain: with the probe that
 * keeps it from hanging, and through the turnstile, as ever. Null where the keychain has others by now, or asks for
 * more than a look. Throws where it cannot be used: the full program says why.
 */
export async function keychainSecrets(item: HotItem, ports: KeychainSecretsPorts): Promise<string | null> {
  const bus = sessionBus(ports.environment);
  if (bus instanceof AwscredError || bus.address === null || !canReadDirectly()) {
    return null;
  }
  const { clock, lockFolders: folders } = ports;
  const calls = new DirectCalls(bus, new Gate({ clock, folders, queueMs: QUEUE_MS }), clock);
  const name = taggedName(item.account, homeTag(ports.environment));
  const read = await calls.run((each) => readDirectly(each, name));
  return read === 'unsure' || read.text === null ? null : secretsIn(read.text, item);
}
