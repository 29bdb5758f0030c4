import type { Run } from '../../line/run.ts';
import type { Answers } from './answers.ts';
import { sectionNameFault } from './checks.ts';

/** The name of the profile to write: a new one, unless `--replace` was given. */
export async function profileName(run: Run, answers: Answers, preset: string | null): Promise<string> {
  const { profiles } = run.config();
  const isTaken = (name: string): boolean => profiles.has(name) && answers.given('replace') === null;
  const free = preset === null ? [] : [preset, ...[2, 3, 4, 5, 6, 7, 8, 9].map((n) => `${preset}-${n}`)];
  const offered = free.find((name) => !isTaken(name));
  return answers.to({
    option: 'profile',
    question: 'Name of the new profile',
    ...(offered !== undefined && { preset: offered }),
    check: (name) =>
      sectionNameFault(name) ??
      (isTaken(name) ? 'is a profile already: choose another name, or add --replace' : null),
  });
}
