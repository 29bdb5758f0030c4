import { printable } from '../../core/text/printable.ts';
import { padToWidth, textWidth } from '../../core/text/text-width.ts';
import { readUses, usedUntil } from '../../core/uses.ts';
import { AwscredError } from '../../errors.ts';
import type { Choice, ControlKey } from '../../ports/person/terminal.ts';
import { choiceText, type ProfileChoice } from '../../core/aws-files/profile-choice.ts';
import { chosen } from '../line/current-profile.ts';
import type { Run } from '../line/run.ts';
import { list, type ListedProfile } from './list.ts';

/** More are not all in sight, so their number is told. */
const ONE_SCREEN = 12;

/**
 * No profile was named: a picker on the terminal, the current profile first, then what was used often and lately.
 * Without a terminal the current profile; AwscredError USAGE where there is none.
 */
export async function pickProfile(run: Run, command: string, other?: ControlKey): Promise<string> {
  const { terminal, environment } = run.ports;
  const choice = chosen(run, null);
  const current = choice.name;
  const { profiles } = run.config();
  if (run.request.job !== null || profiles.size === 0 || (!terminal.available && profiles.has(current))) {
    return current;
  }
  if (!terminal.available) {
    throw noneNamed(run, command, current);
  }
  const choices = choicesOf(inOrder(list(run), run, current), choice, environment.home);
  const question = choices.length > ONE_SCREEN ? `Profile (${choices.length})` : 'Profile';
  const picked = await terminal.choose(question, choices, other);
  if (picked === null) {
    throw new AwscredError('INTERRUPTED', 'no profile was chosen');
  }
  return picked;
}

function noneNamed(run: Run, command: string, current: string): AwscredError {
  const why = current === 'default' ? '' : `there is no profile "${printable(current, 80)}", `;
  const count = run.config().profiles.size;
  return new AwscredError(
    'USAGE',
    `${why}no profile is named, and ${run.ports.terminal.absence} to pick one`,
    {
      hints: [`name it: ${command} (${count} ${count === 1 ? 'profile' : 'profiles'}: awscred list)`],
    },
  );
}

/** The current profile, then by use, then those with kept credentials, then the file's order. */
function inOrder(
  profiles: readonly ListedProfile[],
  { ports }: Run,
  current: string,
): readonly ListedProfile[] {
  const uses = readUses(ports.notes.read('uses'));
  const now = ports.clock.now();
  const used = new Map(profiles.map(({ profile }) => [profile, usedUntil(uses, profile, now)]));
  const rank = ({ profile }: ListedProfile): number =>
    profile === current ? Number.MAX_VALUE : (used.get(profile) ?? 0);
  return profiles.toSorted((a, b) => rank(b) - rank(a) || (b.expiresAt ?? 0) - (a.expiresAt ?? 0));
}

function choicesOf(
  profiles: readonly ListedProfile[],
  choice: ProfileChoice,
  home: string,
): readonly Choice[] {
  const accounts = profiles.map(accountShown);
  const width = Math.min(40, Math.max(0, ...accounts.map(textWidth)));
  const why = choice.from === 'default' ? '' : `   ${choiceText(choice, home)}`;
  return profiles.map((row, index) => ({
    value: row.profile,
    label: printable(row.profile, 80),
    note: `${padToWidth(accounts[index] ?? '', width)}  ${printable(row.role ?? '', 64)}${row.profile === choice.name ? why : ''}`.trimEnd(),
    isCurrent: row.profile === choice.name,
  }));
}

function accountShown({ account, accountName }: ListedProfile): string {
  const parts = [account, accountName].filter((part) => part !== null);
  return parts.map((part) => printable(part, 60)).join(' ');
}
