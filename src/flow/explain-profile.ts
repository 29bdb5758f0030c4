import { explain, type Explained } from './explain.ts';
import { planFor } from './plan-for.ts';
import type { Session } from './session.ts';

/** Explains a profile from the files and the index alone. */
export function explainProfile(session: Session, profile: string | null): Explained {
  const { store, clock } = session.ports;
  const plan = planFor(session, profile);
  const used = new Set(plan.steps.map((step) => step.profile));
  const concerning = session
    .config()
    .diagnostics.filter((one) => one.profile !== null && used.has(one.profile));
  return explain(plan, concerning, { rows: store.rows(), now: clock.now() });
}
