import type { Credentials } from '../../core/credentials.ts';
import type { Plan } from '../../core/plan/step.ts';
import { exportsFor } from '../../outputs/exports.ts';
import { accountOf } from '../../core/arn.ts';
import { guardsFor } from '../../core/settings/guards.ts';
import { sourceOf } from '../../sources/index.ts';
import { plannedRelease, scopesOfPlan } from '../../sources/summary.ts';
import type { Audited } from './audited.ts';
import type { Exports } from '../../outputs/output.ts';
import { execute } from './execute.ts';
import { guarded, type Released } from './guards/guarded.ts';
import type { Run } from './run.ts';
import { refuseShortAsk, refuseShortLife } from './guards/short-life.ts';

/** The plan's credentials, and the plan that gave them: a guard on an account that only AWS names narrows it further. */
export async function credentialsFor(run: Run, plan: Plan): Promise<Released> {
  const { ports, request, settings } = run;
  refuseShortAsk(plan, request.minTtl);
  let last = plan;
  let isObtained = false;
  const audited = (credentials: Credentials | null): Audited => ({
    plan: last,
    credentials,
    isObtained,
    isGuarded: isGuarded(run, last, credentials),
  });
  const released = await guarded(run, plan, async (narrower) => {
    last = narrower;
    const result = await execute({ plan: narrower, config: run.config(), request, settings }, ports);
    isObtained ||= !result.cached && isAsked(narrower);
    return result.credentials;
  }).catch(async (error: unknown) => {
    const { noteRefused } = await import('./audited.ts');
    await noteRefused(run, audited(null), error);
    throw error;
  });
  refuseShortLife(released.plan, request.minTtl, released.credentials, ports.clock.now());
  const noted = audited(released.credentials);
  if (noted.isObtained || noted.isGuarded) {
    const { noteReleased } = await import('./audited.ts');
    await noteReleased(run, noted);
  }
  return released;
}

/** Keys that are only read from a file or a variable are not obtained. */
function isAsked({ steps }: Plan): boolean {
  const last = steps.at(-1);
  return last !== undefined && sourceOf(last).isKept;
}

function isGuarded(run: Run, plan: Plan, credentials: Credentials | null): boolean {
  const account = accountOf(credentials?.arn ?? '') ?? credentials?.accountId ?? null;
  // Those of the command line have no file.
  const lines = guardsFor(plannedRelease(plan), run.guards(), account).lines.filter(
    ({ file }) => file !== '',
  );
  return lines.length > 0 || scopesOfPlan(plan) !== null;
}

/** The variables for a shell or for a child's environment; without credentials for a shell that asks for them itself. */
export function exportsOf(run: Run, plan: Plan, credentials: Credentials | null): Exports {
  return exportsFor({
    credentials,
    profile: plan.profile,
    region: plan.region,
    regionGiven: run.request.region !== null,
    get: (name) => run.ports.environment.get(name),
  });
}
