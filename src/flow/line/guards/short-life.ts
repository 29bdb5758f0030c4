import type { Credentials } from '../../../core/credentials.ts';
import { pasteable, printable } from '../../../core/text/printable.ts';
import { sourceOf } from '../../../sources/index.ts';
import type { Plan, Step } from '../../../core/plan/step.ts';
import { showDuration } from '../../../core/text/time.ts';
import { AwscredError } from '../../../errors.ts';

/**
 * Refuses a `--min-ttl` (seconds) that no answer can meet, before any question or call, and names the hop that limits
 * it. AwscredError CONFIG.
 */
export function refuseShortAsk(plan: Plan, minTtl: number | null): void {
  const asks = plan.steps.at(-1)?.asks ?? null;
  if (minTtl !== null && asks !== null && asks < minTtl) {
    throw tooShort(plan, minTtl, asks * 1000);
  }
}

/** Refuses a `--min-ttl` that even new credentials do not meet. AwscredError CONFIG. */
export function refuseShortLife(
  plan: Plan,
  minTtl: number | null,
  credentials: Credentials,
  now: number,
): void {
  const left = credentials.expiresAt === null ? Number.POSITIVE_INFINITY : credentials.expiresAt - now;
  if (minTtl !== null && left + ON_THE_WAY_MS < minTtl * 1000) {
    throw tooShort(plan, minTtl, left + ON_THE_WAY_MS);
  }
}

/** Credentials granted for an hour have a little less left on arrival. */
const ON_THE_WAY_MS = 30_000;

// A session may outlive the session that asked for it, so the last hop decides.
function tooShort(plan: Plan, minTtl: number, gives: number): AwscredError {
  const wanted = showDuration(minTtl * 1000);
  const count = plan.steps.length;
  const hop = `hop ${count} of ${count}, ${labelOf(plan.steps.at(-1))}, gives ${showDuration(gives)}`;
  const { why, canAskMore } = limitOf(plan.steps.at(-1), plan.steps.at(-2));
  return new AwscredError('CONFIG', `--min-ttl ${wanted} cannot be met: ${hop}: ${why}`, {
    hints: [
      ...(canAskMore ? [`ask for more, if the role allows it: -d ${wanted}`] : []),
      `see what limits each hop: ${pasteable('awscred explain', plan.profile, 'PROFILE')}`,
    ],
  });
}

function labelOf(step: Step | undefined): string {
  return step === undefined ? '' : printable(sourceOf(step).label(step), 120);
}

function limitOf(
  step: Step | undefined,
  before: Step | undefined,
): { readonly why: string; readonly canAskMore: boolean } {
  const [cap] = step?.caps ?? [];
  if (cap !== undefined) {
    // A role that asks for more takes its code itself, and is not chained.
    return { why: cap.why, canAskMore: before !== undefined && sourceOf(before).caller(before).hasMfa };
  }
  return step === undefined ? { why: '', canAskMore: false } : sourceOf(step).limit;
}
