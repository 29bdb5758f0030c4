import type { AccountNamer } from '../core/account-names.ts';
import type { Credentials } from '../core/credentials.ts';
import { printable } from '../core/text/printable.ts';
import type { Plan } from '../core/plan/step.ts';
import { showClock, showDuration } from '../core/text/time.ts';
import type { PlannedRelease } from '../core/settings/guards.ts';
import { sourceOf } from './index.ts';
import type { Identity } from './source.ts';

/** An hour granted a moment ago is shown as an hour. */
const ROUND_MS = 30_000;

/** `prod-readonly → ReadOnly in acme-prod (444455556666), 59m, until 15:02`. */
export function summary(
  plan: Plan,
  credentials: Credentials,
  now: number,
  accountName: AccountNamer,
): string {
  const life =
    credentials.expiresAt === null
      ? 'no expiry'
      : `${showDuration(credentials.expiresAt - now + ROUND_MS)}, until ${showClock(credentials.expiresAt, now)}`;
  return `${summaryWho(plan, accountName)}, ${life}`;
}

/** `prod-readonly → ReadOnly in acme-prod (444455556666)`; the number alone where its name is not known. */
export function summaryWho(plan: Plan, accountName: AccountNamer): string {
  const { role = null, account = null, who = '' } = resultOf(plan) ?? {};
  const scopes = scopesOfPlan(plan);
  const name = account === null ? null : accountName(account);
  const shown =
    role === null || name === null
      ? printable(who, 110)
      : `${printable(role, 64)} in ${named(name, account)}`;
  const less = scopes === null ? '' : `, narrowed to ${printable(scopes, 80)}`;
  return `${printable(plan.profile, 80)} → ${shown}${less}`;
}

function named(name: string, account: string | null): string {
  return `${printable(name, 40)} (${account ?? ''})`;
}

/** The names of the scopes that narrow a plan, with commas between; null for none. Foreign text. */
export function scopesOfPlan({ steps }: Plan): string | null {
  const names = steps.flatMap((step) => sourceOf(step).identity(step).narrowedTo ?? []);
  return names.length === 0 ? null : names.join(', ');
}

/** Who the plan's result is; null for a plan without steps. */
export function resultOf({ steps }: Plan): Identity | null {
  const last = steps.at(-1);
  return last === undefined ? null : sourceOf(last).identity(last);
}

/** What the plan says of itself to the guards. */
export function plannedRelease(plan: Plan): PlannedRelease {
  return { profile: plan.profile, account: resultOf(plan)?.account ?? null };
}
