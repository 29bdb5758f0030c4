import { checkedPair } from '../../../core/key-pair-text.ts';
import type { KeyPair } from '../../../core/kept-keys.ts';
import { pasteable, pasteableWord, printable, quoted } from '../../../core/text/printable.ts';
import { AwscredError } from '../../../errors.ts';
import type { VaultKeys } from '../../../protocols/aws-vault/vault-item.ts';
import type { Run } from '../../line/run.ts';
import { type EncryptedFolder, encryptedFolder } from './encrypted-folder.ts';
import { inSecretService } from './secret-service.ts';

/** Where aws-vault keeps keys on this machine. */
export interface VaultStores {
  /** Every name that may have keys there: those of the files, and the profiles that the keychain can be asked for. */
  readonly names: readonly string[];
  /** Null where neither store has keys of that name. AwscredError USAGE for what are no long-lived keys. */
  pairOf(name: string): Promise<KeyPair | null>;
}

/** AwscredError USAGE where aws-vault is told to keep its keys in what cannot be read here. */
export function vaultStores(run: Run): VaultStores {
  const { folder, hasKeychain } = storesOf(run);
  const inFiles = folder?.names ?? [];
  const profiles = hasKeychain ? [...run.config().profiles.keys()] : [];
  return {
    names: [...new Set([...inFiles, ...profiles])],
    async pairOf(name) {
      // A name that stands in the folder needs no keychain, which may be locked.
      const kept = (await folder?.open(name)) ?? null;
      const keys = kept ?? (hasKeychain ? await inSecretService(name, run) : null);
      return keys === null ? null : longLived(name, keys);
    },
  };
}

/** aws-vault's own variable says which it is; without it both are looked at. */
function storesOf(run: Run): { readonly folder: EncryptedFolder | null; readonly hasKeychain: boolean } {
  const { environment } = run.ports;
  const backend = environment.get('AWS_VAULT_BACKEND');
  if (backend !== null && backend !== 'file' && backend !== 'secret-service') {
    throw new AwscredError('USAGE', `aws-vault’s store ${printable(backend, 40)} cannot be read`, {
      hints: [oneByOne('NAME')],
    });
  }
  const isLinux = environment.platform !== 'darwin' && environment.platform !== 'win32';
  return {
    folder: backend === 'secret-service' ? null : encryptedFolder(run),
    hasKeychain: backend === 'secret-service' || (backend === null && isLinux && hasBus(run)),
  };
}

function hasBus({ ports }: Run): boolean {
  const { environment } = ports;
  return (environment.get('DBUS_SESSION_BUS_ADDRESS') ?? environment.get('XDG_RUNTIME_DIR')) !== null;
}

function longLived(name: string, keys: VaultKeys): KeyPair {
  if (keys.isTemporary) {
    throw new AwscredError('USAGE', `aws-vault’s keys ${quoted(name)} are temporary, and end by themselves`);
  }
  return checkedPair(keys.accessKeyId, keys.secretAccessKey.reveal());
}

/** The hint for what cannot be read: aws-vault itself hands the keys over. */
export function oneByOne(name: string): string {
  return `one by one: aws-vault exec --no-session ${pasteableWord(name, 'NAME')} -- ${pasteable('awscred keys add', name, 'NAME')} --from-env`;
}
