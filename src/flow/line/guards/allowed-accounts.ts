import { forbidding, type PlanGuards } from '../../../core/settings/guards.ts';
import { pasteable, printable } from '../../../core/text/printable.ts';
import type { Plan } from '../../../core/plan/step.ts';
import { AwscredError } from '../../../errors.ts';

/** AwscredError GUARD where a guard does not allow the account. Null (not known yet) passes. */
export function refuseForbidden(plan: Plan, guards: PlanGuards, account: string | null): void {
  const limit = account === null ? null : forbidding(account, guards);
  if (limit !== null && account !== null) {
    const { line, ids } = limit;
    const allowed = ids.length > MOST ? `${ids.slice(0, MOST).join(', ')}, …` : ids.join(', ');
    throw new AwscredError(
      'GUARD',
      `${printable(plan.profile, 80)} leads to account ${printable(account, 40)}, which ${line.file === '' ? line.section : `allowed_account_ids of [${printable(line.section, 100)}]`} does not name (${allowed})`,
      {
        at: line.file === '' ? null : line,
        hints: [`to see how: ${pasteable('awscred explain', plan.profile, 'PROFILE')}`],
      },
    );
  }
}

const MOST = 6;
