import { accountOf, roleName } from '../core/arn.ts';
import type { Credentials } from '../core/credentials.ts';
import { printable } from '../core/text/printable.ts';
import type { Plan, Step } from '../core/plan/step.ts';
import { showClock, showDuration } from '../core/text/time.ts';

/** Who a step's credentials are: role and account, as far as the plan knows. */
export interface Identity {
  readonly role: string | null;
  readonly account: string | null;
}

export function identityOf(step: Step | undefined): Identity {
  switch (step?.kind) {
    case 'assume-role':
      return { role: roleName(step.roleArn) ?? step.roleArn, account: accountOf(step.roleArn) };
    case 'sso':
      return { role: step.roleName, account: step.accountId };
    default:
      return { role: null, account: null };
  }
}

/** An hour granted a moment ago is shown as an hour. */
const ROUND_MS = 30_000;

/** `prod-readonly → ReadOnly in 444455556666, 59m, until 15:02`. */
export function summary(plan: Plan, credentials: Credentials, now: number): string {
  const life =
    credentials.expiresAt === null
      ? 'no expiry'
      : `${showDuration(credentials.expiresAt - now + ROUND_MS)}, until ${showClock(credentials.expiresAt, now)}`;
  return `${summaryWho(plan)}, ${life}`;
}

/** `prod-readonly → ReadOnly in 444455556666`. */
export function summaryWho(plan: Plan): string {
  const { role, account } = identityOf(plan.steps.at(-1));
  const who = role === null ? 'access keys' : `${printable(role, 64)} in ${printable(account ?? '', 40)}`;
  return `${printable(plan.profile, 80)} → ${who}`;
}
