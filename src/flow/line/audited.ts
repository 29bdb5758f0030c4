import type { AuditEvent, AuditLine } from '../../core/audit/audit-line.ts';
import type { Credentials } from '../../core/credentials.ts';
import type { Plan } from '../../core/plan/step.ts';
import { accountOf } from '../../core/arn.ts';
import { jsonText } from '../../core/text/json-text.ts';
import { toIso } from '../../core/text/time.ts';
import { AwscredError, type ErrorCode } from '../../errors.ts';
import { sourceOf } from '../../sources/index.ts';
import { resultOf, scopesOfPlan } from '../../sources/summary.ts';
import type { Run } from './run.ts';

/** What an end of a plan is to the audit trail. */
export interface Audited {
  readonly plan: Plan;
  /** Null where nothing was handed out. */
  readonly credentials: Credentials | null;
  /** Whether AWS was asked for them in this run. */
  readonly isObtained: boolean;
  /** Whether a guard or a scope applies: `audit = off` does not switch these lines off. */
  readonly isGuarded: boolean;
}

/** Writes the lines of credentials that are handed out. Nobody is refused them for want of a line: it warns once. */
export async function noteReleased(run: Run, audited: Audited): Promise<void> {
  const { isObtained, isGuarded } = audited;
  await write(run, audited, [
    ...(isObtained ? (['obtained'] as const) : []),
    ...(isGuarded ? (['released'] as const) : []),
  ]);
}

/** The line of credentials that went to a far side; `audit = off` does not switch it off. */
export async function noteShared(run: Run, plan: Plan, credentials: Credentials): Promise<void> {
  await write(run, { plan, credentials, isObtained: false, isGuarded: true }, ['shared']);
}

/** Refusals of a guard, of a person that it asks, and of AWS. */
const REFUSALS: readonly ErrorCode[] = ['GUARD', 'NOT_CONFIRMED', 'REFUSED', 'ACCESS_DENIED', 'MFA_REFUSED'];

export async function noteRefused(run: Run, audited: Audited, error: unknown): Promise<void> {
  if (error instanceof AwscredError && REFUSALS.includes(error.code)) {
    await write(run, audited, [...(audited.isObtained ? (['obtained'] as const) : []), 'refused']);
  }
}

async function write(run: Run, audited: Audited, events: readonly AuditEvent[]): Promise<void> {
  const { audit, report } = run.ports;
  if (events.length === 0 || (run.settings.audit === 'off' && !audited.isGuarded)) {
    return;
  }
  try {
    const witness = await audit.witness();
    for (const event of events) {
      await audit.append(jsonText({ ...lineOf(run, audited, event), ...witness }));
    }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    const said = `the audit trail could not be written: ${why}`;
    if (audited.isGuarded) {
      report.warn(said);
    } else {
      report.warnFirst(said);
    }
  }
}

function lineOf(
  { ports, request }: Run,
  { plan, credentials }: Audited,
  event: AuditEvent,
): Omit<AuditLine, 'program' | 'tty'> {
  const expires = credentials?.expiresAt ?? null;
  return {
    version: 1,
    time: toIso(ports.clock.now()),
    event,
    profile: plan.profile,
    hops: plan.steps.map((step) => sourceOf(step).label(step)),
    ...whoIs(plan, credentials),
    expires: expires === null || event === 'refused' ? null : toIso(expires),
    scope: scopesOfPlan(plan),
    reason: request.reason,
  };
}

/** As AWS says, else as the plan does. */
function whoIs(plan: Plan, credentials: Credentials | null): Pick<AuditLine, 'account' | 'role'> {
  const planned = resultOf(plan);
  const told = accountOf(credentials?.arn ?? '') ?? credentials?.accountId;
  return { account: told ?? planned?.account ?? null, role: planned?.role ?? null };
}
