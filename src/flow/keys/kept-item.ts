import { itemAccount } from '../../core/item-account.ts';
import {
  type KeptKeyFacts,
  type KeptKeys,
  keptKeyName,
  keptKeysIn,
  keptKeysText,
} from '../../core/kept-keys.ts';
import { AwscredError } from '../../errors.ts';
import { quoted } from '../../core/text/printable.ts';
import type { Run } from '../line/run.ts';

/** A profile's keys as the store has them; null where it has none. */
export async function readKept({ ports }: Run, profile: string): Promise<KeptKeys | null> {
  const value = await ports.store.get({ kind: 'iam', key: keptKeyName(profile) });
  const keys = value === null ? null : keptKeysIn(value);
  if (value !== null && keys === null) {
    throw new AwscredError(
      'STORE',
      `the stored entry for the keys of profile ${quoted(profile)} is damaged`,
      {
        hints: ['awscred keys add --replace writes it anew'],
      },
    );
  }
  return keys;
}

/** Stores keys and reads them back. AwscredError STORE where the store does not give back what was put. */
export async function writeKept(
  run: Run,
  profile: string,
  keys: KeptKeys,
  facts: Omit<KeptKeyFacts, 'accessKeyId'>,
): Promise<void> {
  const { store, clock } = run.ports;
  const text = keptKeysText(keys);
  await store.put({ kind: 'iam', key: keptKeyName(profile) }, text, {
    label: `keys of ${profile}`,
    profile,
    expiresAt: null,
    savedAt: clock.now(),
    through: null,
    keys: { ...facts, accessKeyId: keys.current.accessKeyId },
  });
  const back = await store.get({ kind: 'iam', key: keptKeyName(profile) });
  if (back?.reveal() !== text.reveal()) {
    throw new AwscredError('STORE', `the store did not give back the keys of profile ${quoted(profile)}`, {
      hints: ['awscred doctor looks at the store'],
    });
  }
}

/** Facts of the index; null where it has no row. */
export function factsOf({ ports }: Run, profile: string): KeptKeyFacts | null {
  const row = ports.store.rows().find((one) => one.kind === 'iam' && one.profile === profile);
  return row?.keys ?? null;
}

/** Sessions and roles that were obtained with the keys of these profiles, `but` these items. */
export async function forgetSessions(
  { ports }: Run,
  profiles: readonly string[],
  but: readonly string[] = [],
): Promise<number> {
  const accounts = new Set(profiles.map((profile) => itemAccount('iam', keptKeyName(profile))));
  return ports.store.forget(
    (row) => row.after?.some((account) => accounts.has(account)) === true && !but.includes(row.account),
  );
}

/** AwscredError USAGE under `store = none`, which would lose them. */
export async function prepareStore({ ports }: Run): Promise<void> {
  await ports.store.prepare();
  if (ports.store.describe().kind === 'none') {
    throw new AwscredError('USAGE', 'keys cannot be kept: nothing is stored (store = none)', {
      hints: ['awscred settings set store auto'],
    });
  }
}
