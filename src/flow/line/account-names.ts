import {
  type AccountNamer,
  type AccountNames,
  accountNamesText,
  readAccountNames,
  withNames,
} from '../../core/account-names.ts';
import { type Guards, nameOf, NO_GUARDS } from '../../core/settings/guards.ts';
import { AwscredError } from '../../errors.ts';
import type { SsoAccount } from '../../ports/aws.ts';
import type { Ports } from '../../ports/index.ts';

/** Names accounts as `[account N]` of `config.ini` does, else as the portal told; the files are read when first asked. */
export function accountNamer({ notes }: Pick<Ports, 'notes'>, guards: () => Guards): AccountNamer {
  let told: AccountNames | null = null;
  return (account) => {
    told ??= readAccountNames(notes.read('accounts'));
    return nameOf(account, soundGuards(guards)) ?? told.get(account) ?? null;
  };
}

/** Keeps the names that a portal told, for every later command. */
export function rememberAccounts({ notes }: Pick<Ports, 'notes'>, accounts: readonly SsoAccount[]): void {
  const told = accounts.map(({ accountId, accountName }) => [accountId, accountName] as const);
  notes.write('accounts', accountNamesText(withNames(readAccountNames(notes.read('accounts')), told)));
}

/** What is wrong with the guards is said by what they guard. */
function soundGuards(guards: () => Guards): Guards {
  try {
    return guards();
  } catch (error) {
    if (error instanceof AwscredError) {
      return NO_GUARDS;
    }
    throw error;
  }
}
