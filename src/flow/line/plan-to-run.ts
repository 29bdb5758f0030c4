import type { Plan } from '../../core/plan/step.ts';
import { AwscredError } from '../../errors.ts';
import { isNothingThere } from '../../sources/claimer.ts';
import { sourceOf } from '../../sources/index.ts';
import { planFor } from './plan-for.ts';
import type { Run } from './run.ts';

/**
 * The plan of a command that gets credentials. Where the store's index is lost and the plan may depend on keys that are
 * kept there, the index is made anew first. Throws what `planFor` throws, and the store's error where nothing else can
 * tell whether there are keys.
 */
export async function planToRun(run: Run, name: string | null): Promise<Plan> {
  const first = tried(run, name);
  if (!isInDoubt(first, run)) {
    return planOf(first);
  }
  try {
    await run.ports.store.relist();
  } catch (error) {
    if (error instanceof AwscredError && first instanceof AwscredError && !run.ports.store.isListed()) {
      throw error;
    }
    return planOf(first);
  }
  return planFor(run, name);
}

function tried(run: Run, name: string | null): Plan | AwscredError {
  try {
    return planFor(run, name);
  } catch (error) {
    if (error instanceof AwscredError) {
      return error;
    }
    throw error;
  }
}

function isInDoubt(first: Plan | AwscredError, { ports }: Run): boolean {
  if (first instanceof AwscredError) {
    return isNothingThere(first);
  }
  const [step] = first.steps;
  return step?.kind === 'stored-keys' && step.where !== 'store' && sourceOf(step).isLongLived(step)
    ? !ports.store.isListed()
    : false;
}

function planOf(first: Plan | AwscredError): Plan {
  if (first instanceof AwscredError) {
    throw first;
  }
  return first;
}
