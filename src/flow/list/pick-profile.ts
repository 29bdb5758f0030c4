import { printable } from '../../core/text/printable.ts';
import { AwscredError } from '../../errors.ts';
import { list } from './list.ts';
import { currentProfile } from '../line/plan-for.ts';
import type { Run } from '../line/run.ts';

/** No profile was named: a fuzzy picker on the terminal, most-used first; without a terminal the current profile. */
export async function pickProfile(run: Run): Promise<string> {
  const { terminal } = run.ports;
  const profiles = list(run);
  const current = currentProfile(run);
  if (!terminal.available || profiles.length === 0) {
    return current;
  }
  const ordered = profiles.toSorted((a, b) => rank(b, current) - rank(a, current));
  const choices = ordered.map((row) => ({
    value: row.profile,
    label: printable(row.profile, 80),
    note: printable([row.role, row.account].filter((part) => part !== null).join(' in '), 100),
  }));
  const chosen = await terminal.choose('Profile', choices);
  if (chosen === null) {
    throw new AwscredError('INTERRUPTED', 'no profile was chosen');
  }
  return chosen;
}

/** The current profile, then what is still cached (used lately), then the rest in the file's order. */
function rank(row: { readonly profile: string; readonly expiresAt: number | null }, current: string): number {
  return row.profile === current ? Number.MAX_SAFE_INTEGER : (row.expiresAt ?? 0);
}
