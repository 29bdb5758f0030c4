import type { PersonNeeded, RunContext } from '../../sources/source.ts';
import { sourceOf } from '../../sources/index.ts';
import { stepLock } from './kept/credential-cache.ts';

interface Unattended {
  /** One per step, in running order. */
  readonly contexts: readonly RunContext[];
  /** The steps' fingerprints. */
  readonly keys: () => readonly string[];
  /** Whether a step's credentials are stored and fresh, so that no earlier step runs. */
  isKept(index: number): Promise<boolean>;
}

/**
 * Ends a run that would need a person where nobody can be asked (exit 4), before it waits for any lock, so that many
 * processes without a terminal fail at once. If another process is already asking a person, waits for its answer.
 */
export async function refuseUnattended(run: Unattended): Promise<void> {
  for (const [index, context] of run.contexts.entries()) {
    const needed = await needOf(context);
    if (needed !== null && !(await isKeptAfter(index, run)) && !isAsked(needed, index, run)) {
      throw needed.error;
    }
  }
}

async function needOf(context: RunContext): Promise<PersonNeeded | null> {
  const step = context.steps[context.index];
  return step === undefined ? null : sourceOf(step).needsPerson(step, context);
}

/** This step or a later one may be stored. The last one is not: that was checked before. */
async function isKeptAfter(index: number, run: Unattended): Promise<boolean> {
  for (let after = index; after < run.contexts.length - 1; after += 1) {
    if (await run.isKept(after)) {
      return true;
    }
  }
  return false;
}

function isAsked(needed: PersonNeeded, index: number, { contexts, keys }: Unattended): boolean {
  const locks = contexts[index]?.ports.locks;
  return [needed.lock, ...keys().slice(index).map(stepLock)].some(
    (name) => (locks?.holder(name)?.asking ?? null) !== null,
  );
}
