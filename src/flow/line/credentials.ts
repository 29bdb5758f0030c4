import type { Credentials } from '../../core/credentials.ts';
import type { Plan } from '../../core/plan/step.ts';
import { exportsFor, type Exports } from '../../outputs/exports.ts';
import { execute } from './execute.ts';
import { guarded } from './guarded.ts';
import type { Session } from './session.ts';
import { refuseShortAsk, refuseShortLife } from './short-life.ts';

export async function credentialsFor(session: Session, plan: Plan): Promise<Credentials> {
  const { ports, request, settings } = session;
  refuseShortAsk(plan, request.minTtl);
  const credentials = await guarded(session, plan, async () => {
    const result = await execute({ plan, config: session.config(), request, settings }, ports);
    return result.credentials;
  });
  refuseShortLife(plan, request.minTtl, credentials, ports.clock.now());
  return credentials;
}

/** The variables for a shell or for a child's environment. */
export function exportsOf(session: Session, plan: Plan, credentials: Credentials): Exports {
  return exportsFor({
    credentials,
    profile: plan.profile,
    region: plan.region,
    regionGiven: session.request.region !== null,
    get: (name) => session.ports.environment.get(name),
  });
}
