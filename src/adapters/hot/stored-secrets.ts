import { join } from 'node:path';
import { fromStored } from '../../core/cached-credentials.ts';
import type { Credentials } from '../../core/credentials.ts';
import type { HotItem } from '../../core/hot/hot-record.ts';
import { AwscredError } from '../../errors.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Environment } from '../../ports/environment.ts';
import { sessionBus } from '../keychain/bus.ts';
import { DirectCalls } from '../keychain/direct-calls.ts';
import { canReadDirectly, readDirectly } from '../keychain/direct-read.ts';
import { Gate } from '../keychain/gate.ts';
import { readPrivateFile } from '../private-file.ts';
import { folderFault } from '../private-folder.ts';
import { openEntry } from '../store/encrypted-items.ts';
import { readHeldKey } from '../store/held-key.ts';
import { decodeItem } from '../store/item.ts';
import { parseHeader } from '../store/vault-header.ts';
import { addonKeyring } from './addon-keyring.ts';

/** Longer in the queue before the keychain, and the full program may as well do it: it knows how long to wait. */
const QUEUE_MS = 2000;

export interface StoredSecretsPorts {
  readonly environment: Environment;
  readonly clock: Clock;
  readonly stateFolder: string;
  readonly lockFolders: () => Iterable<string>;
}

/**
 * The secrets of just the credentials that a record is about, from the store of record, as `SECRET:TOKEN`. Null where
 * the store has others by now, or asks for more than a look: the full program is for that.
 */
export async function storedSecrets(item: HotItem, ports: StoredSecretsPorts): Promise<string | null> {
  const { account } = item;
  const text = item.store === 'keychain' ? await fromKeychain(account, ports) : fromFile(account, ports);
  const found = text === null ? null : credentialsIn(text, item.key);
  if (found === null || found.accessKeyId !== item.accessKeyId || found.expiresAt !== item.expiresAt) {
    return null;
  }
  return `${found.secretAccessKey.reveal()}:${found.sessionToken?.reveal() ?? ''}`;
}

function credentialsIn(text: string, key: string): Credentials | null {
  const stored = decodeItem(text);
  return stored === null || stored.key !== key ? null : (fromStored(stored.data)?.credentials ?? null);
}

/** With the probe that keeps it from hanging, and through the turnstile, as ever. */
async function fromKeychain(account: string, ports: StoredSecretsPorts): Promise<string | null> {
  const bus = sessionBus(ports.environment);
  if (bus instanceof AwscredError || bus.address === null || !canReadDirectly()) {
    return null;
  }
  const { clock, lockFolders: folders } = ports;
  const calls = new DirectCalls(bus, new Gate({ clock, folders, queueMs: QUEUE_MS }), clock);
  const read = await calls.run((each) => readDirectly(each, account));
  return read === 'unsure' ? null : read.text;
}

/** Where the store is unlocked: nothing is derived here, and nobody asked. */
function fromFile(account: string, { stateFolder, clock }: StoredSecretsPorts): string | null {
  const folder = join(stateFolder, 'store');
  if (folderFault(stateFolder) !== null || folderFault(folder) !== null) {
    return null;
  }
  const header = parseHeader(readPrivateFile(join(folder, 'header.json')) ?? '');
  const entry = header === null ? null : readPrivateFile(join(folder, account));
  const key = header === null ? null : readHeldKey(header.id, { stateFolder, keyring: addonKeyring, clock });
  return key === null || entry === null ? null : openEntry(key, entry);
}
