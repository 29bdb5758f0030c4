import { matchesPattern } from '../../core/settings/name-pattern.ts';
import type { FolderRule } from '../../core/settings/folders-text.ts';
import { printable, quoted } from '../../core/text/printable.ts';
import { AwscredError } from '../../errors.ts';
import { guardsOrFault } from '../set-up/load-guards.ts';
import { type Check, fail, type Finding, ok, type Seen, warn } from './check.ts';

/** Guards that awscred does not understand (they stop everything), guards that match nothing, and folders of unknown profiles. */
export const GUARD_CHECKS: readonly Check[] = [
  {
    id: 'guards',
    run(seen) {
      const guards = guardsOrFault(seen.run);
      if (guards instanceof AwscredError) {
        const at = guards.file === null ? {} : { at: { file: guards.file, line: guards.line ?? 1 } };
        return [fail(guards.message, { fix: 'awscred gives out no credentials until it is fixed', ...at })];
      }
      const lost = guards.folders.filter(({ profile }) => isUnknown(profile, seen));
      if (lost.length > 0) {
        return lost.map(namesNothing);
      }
      const idle = guards.sections.filter(({ kind, word }) => kind === 'profile' && !isUsed(word, seen));
      const count = guards.sections.length;
      return idle.length === 0
        ? [ok(count === 0 ? 'none' : `${count} ${count === 1 ? 'section' : 'sections'}, each understood`)]
        : idle.map(({ word }) => matchesNothing(word));
    },
  },
];

function isUnknown(profile: string, { config }: Seen): boolean {
  return !(config instanceof AwscredError) && !config.profiles.has(profile);
}

function namesNothing({ folder, profile, file, line }: FolderRule): Finding {
  const text = `[folder ${printable(folder, 200)}] names the profile ${quoted(profile)}, which does not exist`;
  return warn(text, { fix: 'awscred list lists the names', at: { file, line } });
}

function isUsed(pattern: string, { config }: Seen): boolean {
  const names = config instanceof AwscredError ? [] : [...config.profiles.keys()];
  return names.some((name) => matchesPattern(name, pattern));
}

function matchesNothing(pattern: string): Finding {
  return warn(`[profile ${printable(pattern, 80)}] matches no profile`, {
    fix: 'awscred list lists the names; matching is case-sensitive, `*` is anything, `?` one character',
  });
}
