import { guardsFor } from '../../../core/settings/guards.ts';
import type { Plan } from '../../../core/plan/step.ts';
import { pasteable } from '../../../core/text/printable.ts';
import { withConfirmation } from '../../../protocols/together/confirmation.ts';
import { fingerprints } from '../../../sources/fingerprint.ts';
import type { Identity } from '../../../sources/source.ts';
import { plannedRelease, resultOf } from '../../../sources/summary.ts';
import { refuseForbidden } from '../../line/guards/allowed-accounts.ts';
import type { Run } from '../../line/run.ts';

/**
 * Whose console a link without credentials opens, once the guards of `config.ini` allow it. Such a link names its
 * account itself, so that nothing has to be proven; what was confirmed for it releases no credentials afterwards.
 */
export async function guardedLink(run: Run, plan: Plan): Promise<Pick<Identity, 'account' | 'role'>> {
  const { ports, request } = run;
  const planned = plannedRelease(plan);
  const guards = guardsFor(planned, run.guards());
  refuseForbidden(plan, guards, planned.account);
  if (guards.confirm) {
    const confirmation = {
      profile: plan.profile,
      account: planned.account,
      accountName: guards.accountName,
      plan: fingerprints(plan.steps).at(-1) ?? '',
      hint: pasteable('awscred console', plan.profile, 'PROFILE'),
      does: 'opens the console',
    };
    const nothing = async (): Promise<object> => Promise.resolve({});
    await withConfirmation(confirmation, { ports, request }, nothing, () => ports.clock.now());
  }
  const { account = null, role = null } = resultOf(plan) ?? {};
  return { account, role };
}
