import { AwscredError } from '../../errors.ts';
import type { Upkeep } from '../../ports/store/upkeep.ts';
import type { Run } from '../line/run.ts';

/** `store unlock`: epoch milliseconds until when. Exit 2 for a store without a passphrase, 5 where it fails. */
export async function unlock(run: Run, upkeep: Upkeep, seconds: number): Promise<number> {
  const { kind, detail } = run.ports.store.describe();
  if (kind === 'keychain') {
    throw new AwscredError('USAGE', 'secrets are in the keychain here, which your desktop session unlocks', {
      hints: ['`store unlock` is for the encrypted file: awscred store status'],
    });
  }
  if (kind === 'none') {
    throw new AwscredError('NO_KEYCHAIN', `there is no encrypted store to unlock: ${detail}`, {
      hints: ['keep secrets in an encrypted file: awscred settings set store file'],
    });
  }
  return await upkeep.unlock(seconds);
}
