import type { Credentials } from '../../core/credentials.ts';
import type { Plan } from '../../core/plan/step.ts';
import { exportsFor } from '../../outputs/exports.ts';
import type { Exports } from '../../outputs/output.ts';
import { execute } from './execute.ts';
import { guarded } from './guarded.ts';
import type { Run } from './run.ts';
import { refuseShortAsk, refuseShortLife } from './short-life.ts';

export async function credentialsFor(run: Run, plan: Plan): Promise<Credentials> {
  const { ports, request, settings } = run;
  refuseShortAsk(plan, request.minTtl);
  const credentials = await guarded(run, plan, async () => {
    const result = await execute({ plan, config: run.config(), request, settings }, ports);
    return result.credentials;
  });
  refuseShortLife(plan, request.minTtl, credentials, ports.clock.now());
  return credentials;
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
