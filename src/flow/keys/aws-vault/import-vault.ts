import { quoted } from '../../../core/text/printable.ts';
import { AwscredError } from '../../../errors.ts';
import type { AwsFileEditor } from '../../../ports/files/aws-file-editor.ts';
import type { Run } from '../../line/run.ts';
import { addKeys } from '../add.ts';
import type { KeepOptions, Kept } from '../keep.ts';
import { oneByOne, type VaultStores, vaultStores } from './vault-keys.ts';

interface VaultInput extends KeepOptions {
  readonly profiles: readonly string[];
  /** Every name that aws-vault has keys for; one that is refused is left, and named. */
  readonly all: boolean;
  readonly editor: () => Promise<AwsFileEditor>;
}

export interface ImportedFromVault {
  readonly imported: readonly Kept[];
  /** Foreign text inside. */
  readonly left: readonly { readonly profile: string; readonly reason: string }[];
}

/** Copies users' keys from aws-vault into the store, read back. aws-vault keeps its own. */
export async function importFromVault(run: Run, input: VaultInput): Promise<ImportedFromVault> {
  const stores = vaultStores(run);
  const names = input.all ? stores.names : input.profiles;
  const done: { imported: Kept[]; left: ImportedFromVault['left'][number][] } = { imported: [], left: [] };
  for (const name of names) {
    try {
      const kept = await imported(run, name, { stores, input });
      done.imported.push(...(kept === null ? [] : [kept]));
    } catch (error) {
      const isLeft = error instanceof AwscredError && ['USAGE', 'CONFIG', 'REFUSED'].includes(error.code);
      if (!input.all || !isLeft) {
        throw error;
      }
      done.left.push({ profile: name, reason: error.message });
    }
  }
  return done;
}

async function imported(
  run: Run,
  name: string,
  { stores, input }: { readonly stores: VaultStores; readonly input: VaultInput },
): Promise<Kept | null> {
  const pair = await stores.pairOf(name);
  if (pair !== null) {
    return addKeys(run, { ...input, profile: name, region: null, from: { pair } });
  }
  if (input.all) {
    return null;
  }
  throw new AwscredError('USAGE', `aws-vault has no keys ${quoted(name)} that can be read here`, {
    hints: [`what it has: aws-vault list`, oneByOne(name)],
  });
}
