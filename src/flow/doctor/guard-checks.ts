import { matchesPattern } from '../../core/settings/name-pattern.ts';
import { printable } from '../../core/text/printable.ts';
import { AwscredError } from '../../errors.ts';
import { guardsOrFault } from '../set-up/load-guards.ts';
import { type Check, fail, type Finding, ok, type Seen, warn } from './check.ts';

/** Guards that awscred does not understand (they stop everything), and guards that match nothing. */
export const GUARD_CHECKS: readonly Check[] = [
  {
    id: 'guards',
    run(seen) {
      const guards = guardsOrFault(seen.run);
      if (guards instanceof AwscredError) {
        const at = guards.file === null ? {} : { at: { file: guards.file, line: guards.line ?? 1 } };
        return [fail(guards.message, { fix: 'awscred gives out no credentials until it is fixed', ...at })];
      }
      const idle = guards.sections.filter(({ kind, word }) => kind === 'profile' && !isUsed(word, seen));
      const count = guards.sections.length;
      return idle.length === 0
        ? [ok(count === 0 ? 'none' : `${count} ${count === 1 ? 'section' : 'sections'}, each understood`)]
        : idle.map(({ word }) => matchesNothing(word));
    },
  },
];

function isUsed(pattern: string, { config }: Seen): boolean {
  const names = config instanceof AwscredError ? [] : [...config.profiles.keys()];
  return names.some((name) => matchesPattern(name, pattern));
}

function matchesNothing(pattern: string): Finding {
  return warn(`[profile ${printable(pattern, 80)}] matches no profile`, {
    fix: 'awscred list lists the names; matching is case-sensitive, `*` is anything, `?` one character',
  });
}
