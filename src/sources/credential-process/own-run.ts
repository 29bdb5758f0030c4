import { createHash } from 'node:crypto';
import type { CredentialProcessStep } from '../../core/plan/step.ts';
import type { Variables } from '../../core/variables.ts';

/**
 * Handed to each program: which steps the awscred that started it, and those before that one, are waiting for. An
 * awscred inside that would run one of them again would wait for its own ancestor.
 */
export const WITHIN = 'AWSCRED_WITHIN';

/** Whether this run was started, however indirectly, by the program of the very step. */
export function isWithin(step: CredentialProcessStep, environment: Variables): boolean {
  return within(environment).includes(markOf(step));
}

/** The variable's value for the step's own program. */
export function withinToo(step: CredentialProcessStep, environment: Variables): string {
  return [...within(environment), markOf(step)].join(',');
}

function within(environment: Variables): readonly string[] {
  return (environment.get(WITHIN) ?? '').split(',').filter((mark) => mark !== '');
}

// A digest, since a line may hold what should not stand in an environment.
function markOf({ profile, line }: CredentialProcessStep): string {
  return createHash('sha256')
    .update(JSON.stringify([profile, line]))
    .digest('hex')
    .slice(0, 16);
}
