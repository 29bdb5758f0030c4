import { createHash } from 'node:crypto';
import type { CredentialProcessStep } from '../../core/plan/step.ts';
import { parseTexts } from '../../core/text/json-text.ts';
import type { Variables } from '../../core/variables.ts';
import type { Notes } from '../../ports/store/notes.ts';

/**
 * Handed to each program: which steps the awscred that started it, and those before that one, are waiting for. An
 * awscred inside that would run one of them again would wait for its own ancestor. An entry is the step's mark and a
 * number of this run, by which the one inside can tell the one outside though the program hides its words.
 */
export const WITHIN = 'AWSCRED_WITHIN';

/** The run that waits for this very step, however indirectly it has started us; null for none. */
export function runAround(step: CredentialProcessStep, environment: Variables): string | null {
  const around = within(environment).find((entry) => entry.startsWith(`${markOf(step)}.`));
  return around?.split('.')[1] ?? null;
}

/** The variable's value for the step's own program. */
export function withinToo(step: CredentialProcessStep, run: string, environment: Variables): string {
  return [...within(environment), `${markOf(step)}.${run}`].join(',');
}

/** As many as may be waiting at once, and some more. */
const MOST = 50;

/** Leaves word for the run around. */
export function tellCircle(run: string, notes: Notes): void {
  notes.write('circles', `${JSON.stringify([...toldCircles(notes), run].slice(-MOST))}\n`);
}

export function isToldCircle(run: string, notes: Notes): boolean {
  return toldCircles(notes).includes(run);
}

function toldCircles(notes: Notes): readonly string[] {
  return parseTexts(notes.read('circles') ?? '');
}

function within(environment: Variables): readonly string[] {
  return (environment.get(WITHIN) ?? '').split(',').filter((entry) => entry !== '');
}

// A digest, since a line may hold what should not stand in an environment.
function markOf({ profile, line }: CredentialProcessStep): string {
  return createHash('sha256')
    .update(JSON.stringify([profile, line]))
    .digest('hex')
    .slice(0, 16);
}
