import { AwscredError } from '../../../errors.ts';
import { Secret } from '../../../core/secret.ts';
import { keysInItem, type VaultKeys } from '../../../protocols/aws-vault/vault-item.ts';
import type { Run } from '../../line/run.ts';

/** A person may have to unlock the keychain. */
const TIMEOUT_MS = 60_000;

/**
 * A user's keys in the Secret Service, where aws-vault names its items by their attribute `profile`; null where there
 * are none. awscred's own library finds only items of its own form: `secret-tool` finds all. AwscredError USAGE
 * where it is not there, LOCKED where it cannot read.
 */
export async function inSecretService(name: string, { ports }: Run): Promise<VaultKeys | null> {
  const words = ['secret-tool', 'lookup', '--', 'profile', name];
  const ended = await ports.processes.ended(words, { timeoutMs: TIMEOUT_MS });
  if (ended.how === 'missing') {
    throw new AwscredError('USAGE', 'secret-tool is not installed: it reads aws-vault’s keychain items', {
      hints: ['install it (Debian: libsecret-tools), or move keys one by one: docs/keys.md'],
    });
  }
  if (ended.how !== 'ended' || (ended.status !== 0 && ended.stderr.trim() !== '')) {
    throw new AwscredError('LOCKED', 'the keychain did not give aws-vault’s items', {
      hints: ['unlock it, and try again'],
    });
  }
  return ended.status === 0 ? keysInItem(new Secret(ended.stdout), name) : null;
}
