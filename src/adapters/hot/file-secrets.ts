import { join } from 'node:path';
import type { HotItem } from '../../core/hot/hot-record.ts';
import type { Clock } from '../../ports/clock.ts';
import { readPrivateFile } from '../files/trust/private-file.ts';
import { folderFault } from '../files/trust/private-folder.ts';
import { openEntry } from '../store/vault/encrypted-items.ts';
import { readHeldKey } from '../store/vault/held-key.ts';
import { parseHeader } from '../store/vault/vault-header.ts';
import { addonKeyring } from '../store/vault/addon-keyring.ts';
import { passphraseMark } from '../store/vault/passphrase-mark.ts';
import { secretsIn } from './item-secrets.ts';

interface FileSecretsPorts {
  readonly clock: Clock;
  readonly stateFolder: string;
  /** The file that AWSCRED_PASSPHRASE_FILE names; null where a key that is held for such a file is not to be used. */
  readonly passphraseFile: string | null;
}

/**
 * The secrets of just the credentials that a record is about, as `SECRET:TOKEN`, from the encrypted store while it is
 * unlocked: nothing is derived here, and nobody asked. Null where the store is locked or has others by now.
 */
export function fileSecrets(item: HotItem, ports: FileSecretsPorts): string | null {
  const { stateFolder, clock, passphraseFile } = ports;
  const folder = join(stateFolder, 'store');
  if (folderFault(stateFolder) !== null || folderFault(folder) !== null) {
    return null;
  }
  const header = parseHeader(readPrivateFile(join(folder, 'header.json')) ?? '');
  const entry = header === null ? null : readPrivateFile(join(folder, item.account));
  const options = { stateFolder, keyring: addonKeyring, clock };
  const mark = (): string | null => passphraseMark(passphraseFile);
  const key = header === null ? null : readHeldKey(header, options, mark);
  return key === null || entry === null ? null : secretsIn(openEntry(key, entry), item);
}
