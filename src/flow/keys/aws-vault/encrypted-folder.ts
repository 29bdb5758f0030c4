import { expandHome } from '../../../core/text/home-path.ts';
import { printable, tilde } from '../../../core/text/printable.ts';
import { Secret } from '../../../core/secret.ts';
import { AwscredError } from '../../../errors.ts';
import {
  keysInItem,
  nameOfFile,
  namesKeys,
  type VaultKeys,
} from '../../../protocols/aws-vault/vault-item.ts';
import type { Run } from '../../line/run.ts';

/** aws-vault's folder of encrypted files. */
export interface EncryptedFolder {
  /** Names of users' keys in it; empty where there is no such folder. */
  readonly names: readonly string[];
  /** Null where it has none of that name. Asks for the passphrase once. */
  open(name: string): Promise<VaultKeys | null>;
}

export function encryptedFolder({ ports }: Run): EncryptedFolder {
  const { environment, files } = ports;
  const given = environment.get('AWS_VAULT_FILE_DIR') ?? '~/.awsvault/keys';
  const folder = expandHome(given, environment.home).replace(/\/+$/, '');
  const byName = new Map(files.list(folder).map((file) => [nameOfFile(file), `${folder}/${file}`]));
  const shown = printable(tilde(folder, environment.home), 200);
  let passphrase: Promise<Secret> | null = null;
  return {
    names: [...byName.keys()].filter(namesKeys),
    async open(name) {
      const path = byName.get(name);
      const text = path === undefined ? null : files.read(path);
      if (text === null) {
        return null;
      }
      passphrase ??= passphraseOf(shown, ports);
      const { openedItem } = await import('../../../protocols/aws-vault/sealed-item.ts');
      const item = await openedItem(text, await passphrase);
      if (item === 'wrong-passphrase') {
        throw new AwscredError('USAGE', `that passphrase does not open aws-vault’s keys in ${shown}`);
      }
      const keys = item === 'damaged' ? null : keysInItem(item, name);
      if (keys === null) {
        throw new AwscredError('CONFIG', `${printable(path ?? '', 200)} is no file of aws-vault’s keys`);
      }
      return keys;
    },
  };
}

/** `AWS_VAULT_FILE_PASSPHRASE`, as aws-vault takes it, else asked. */
async function passphraseOf(folder: string, { environment, terminal }: Run['ports']): Promise<Secret> {
  const given = environment.get('AWS_VAULT_FILE_PASSPHRASE');
  if (given !== null) {
    return new Secret(given);
  }
  if (!terminal.available) {
    throw new AwscredError(
      'NEEDS_PERSON',
      `aws-vault’s keys in ${folder} have a passphrase, and ${terminal.absence}`,
      { hints: ['run it in a terminal, or set AWS_VAULT_FILE_PASSPHRASE'] },
    );
  }
  const typed = await terminal.askSecret(`Passphrase of aws-vault’s keys in ${folder}`);
  if (typed === null) {
    throw new AwscredError('INTERRUPTED', 'no passphrase was given');
  }
  return typed;
}
