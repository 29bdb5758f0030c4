import { explain, type Explained } from './explain.ts';
import { explainGuards } from './explain-guards.ts';
import { guardsOrFault } from './load-guards.ts';
import { planFor } from './plan-for.ts';
import type { Session } from './session.ts';

/** Explains a profile from the files and the index alone. */
export function explainProfile(session: Session, profile: string | null): Explained {
  const { store, clock } = session.ports;
  const plan = planFor(session, profile);
  const used = new Set(plan.steps.map((step) => step.profile));
  const { guards, diagnostics } = explainGuards(plan, guardsOrFault(session));
  const found = { guards, diagnostics: [...session.config().diagnosticsOf(used), ...diagnostics] };
  return explain(plan, found, { rows: store.rows(), now: clock.now() });
}
