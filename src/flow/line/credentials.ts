import type { Credentials } from '../../core/credentials.ts';
import type { Plan } from '../../core/plan/step.ts';
import { exportsFor } from '../../outputs/exports.ts';
import type { Exports } from '../../outputs/output.ts';
import { execute } from './execute.ts';
import { guarded, type Released } from './guarded.ts';
import type { Run } from './run.ts';
import { refuseShortAsk, refuseShortLife } from './short-life.ts';

/** The plan's credentials, and the plan that gave them: a guard on an account that only AWS names narrows it further. */
export async function credentialsFor(run: Run, plan: Plan): Promise<Released> {
  const { ports, request, settings } = run;
  refuseShortAsk(plan, request.minTtl);
  const released = await guarded(run, plan, async (narrower) => {
    const result = await execute({ plan: narrower, config: run.config(), request, settings }, ports);
    return result.credentials;
  });
  refuseShortLife(released.plan, request.minTtl, released.credentials, ports.clock.now());
  return released;
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
