import { join } from 'node:path';
import type { HotItem } from '../../core/hot/hot-record.ts';
import type { Clock } from '../../ports/clock.ts';
import { readPrivateFile } from '../files/private-file.ts';
import { folderFault } from '../files/private-folder.ts';
import { openEntry } from '../store/vault/encrypted-items.ts';
import { readHeldKey } from '../store/vault/held-key.ts';
import { parseHeader } from '../store/vault/vault-header.ts';
import { addonKeyring } from './addon-keyring.ts';
import { secretsIn } from './item-secrets.ts';

interface FileSecretsPorts {
  readonly clock: Clock;
  readonly stateFolder: string;
}

/**
 * The secrets of just the credentials that a record is about, as `SECRET:TOKEN`, from the encrypted store while it is
 * unlocked: nothing is derived here, and nobody asked. Null where the store is locked or has others by now.
 */
export function fileSecrets(item: HotItem, { stateFolder, clock }: FileSecretsPorts): string | null {
  const folder = join(stateFolder, 'store');
  if (folderFault(stateFolder) !== null || folderFault(folder) !== null) {
    return null;
  }
  const header = parseHeader(readPrivateFile(join(folder, 'header.json')) ?? '');
  const entry = header === null ? null : readPrivateFile(join(folder, item.account));
  const key = header === null ? null : readHeldKey(header.id, { stateFolder, keyring: addonKeyring, clock });
  return key === null || entry === null ? null : secretsIn(openEntry(key, entry), item);
}
