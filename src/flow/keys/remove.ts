import { keptKeyName } from '../../core/kept-keys.ts';
import { shownKeyId } from '../../core/plan/key-id.ts';
import { pasteable, printable, quoted } from '../../core/text/printable.ts';
import { AwscredError } from '../../errors.ts';
import type { Run } from '../line/run.ts';
import { rotating } from './keep.ts';
import { forgetSessions, readKept } from './kept-item.ts';

/** Removes a profile's keys from the store, and what was obtained with them. In IAM the key stays. */
export async function removeKeys(run: Run, profile: string, isSure: boolean): Promise<string> {
  const { store, terminal } = run.ports;
  const kept = await readKept(run, profile);
  if (kept === null) {
    throw new AwscredError('USAGE', `no keys are kept for profile ${quoted(profile)}`, {
      hints: ['to see which are: awscred keys list'],
    });
  }
  if (kept.next !== null || kept.old !== null) {
    throw rotating(profile);
  }
  const id = shownKeyId(kept.current.accessKeyId);
  if (!isSure) {
    if (!terminal.available) {
      throw new AwscredError('NEEDS_PERSON', `removing keys has to be confirmed, and ${terminal.absence}`, {
        hints: [`without a question: ${pasteable('awscred keys remove --yes', profile, 'PROFILE')}`],
      });
    }
    if (!(await terminal.confirm(`Remove key ${id} of ${printable(profile, 80)} from the store?`, false))) {
      throw new AwscredError('NOT_CONFIRMED', 'nothing was removed');
    }
  }
  await store.delete({ kind: 'iam', key: keptKeyName(profile) });
  await forgetSessions(run, [profile]);
  return kept.current.accessKeyId;
}
