import type { Credentials } from '../../core/credentials.ts';
import { keptKeyName, keptKeysIn } from '../../core/kept-keys.ts';
import type { StoredKeysStep } from '../../core/plan/step.ts';
import { pasteable, quoted } from '../../core/text/printable.ts';
import { AwscredError } from '../../errors.ts';
import type { RunContext } from '../source.ts';

/** The keys as the store has them now: a rotation may have replaced those of the plan. */
export async function keptCredentials(
  { profile }: StoredKeysStep,
  { ports }: Pick<RunContext, 'ports'>,
): Promise<Credentials> {
  const value = await ports.store.get({ kind: 'iam', key: keptKeyName(profile) });
  const keys = value === null ? null : keptKeysIn(value);
  if (keys === null) {
    throw new AwscredError('STORE', `the store no longer has the access keys of profile ${quoted(profile)}`, {
      hints: [`add them again: ${pasteable('awscred keys add', profile, 'PROFILE')}`],
    });
  }
  return { ...keys.current, sessionToken: null, expiresAt: null, accountId: null, arn: null };
}
