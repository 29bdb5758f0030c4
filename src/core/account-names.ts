import { parseJsonObject } from './text/json-text.ts';

/** Names of accounts by their twelve digits, as the access portal told them. Foreign text. */
export type AccountNames = ReadonlyMap<string, string>;

/** The name of an account by its twelve digits; null where it is not known. Foreign text. */
export type AccountNamer = (account: string) => string | null;

/** More than any organization has. */
const MOST = 20_000;

/** The names a file tells; empty for a damaged one. */
export function readAccountNames(text: string | null): AccountNames {
  const { accounts } = (text === null ? null : parseJsonObject(text)) ?? {};
  const pairs = typeof accounts === 'object' && accounts !== null ? Object.entries(accounts) : [];
  return new Map(pairs.filter(isNamed).slice(0, MOST));
}

function isNamed(pair: readonly [string, unknown]): pair is [string, string] {
  const [account, name] = pair;
  return /^\d{12}$/.test(account) && typeof name === 'string' && name.trim() !== '' && name.length <= 256;
}

/** Newer names win over older ones. */
export function withNames(
  names: AccountNames,
  told: readonly (readonly [string, string | null])[],
): AccountNames {
  return new Map([...names, ...told.filter(isNamed)].slice(-MOST));
}

export function accountNamesText(names: AccountNames): string {
  return `${JSON.stringify({ version: 1, accounts: Object.fromEntries(names) })}\n`;
}
