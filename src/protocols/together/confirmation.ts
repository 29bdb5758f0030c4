import { printable } from '../../core/text/printable.ts';
import type { Request } from '../../core/plan/request.ts';
import { AwscredError } from '../../errors.ts';
import type { Ports } from '../../ports/index.ts';
import { lockWait, passOnRefusal } from './lock-wait.ts';

/** What must be typed before credentials are handed out. */
export interface Confirmation {
  readonly profile: string;
  readonly account: string | null;
  /** The name of the account. */
  readonly accountName: string | null;
  /** The last fingerprint of the plan: the answer is valid for that plan only. */
  readonly plan: string;
  /** The command line to type in a terminal. */
  readonly hint: string;
  /** What that does once it is confirmed; left out: it opens a shell. */
  readonly does?: string;
}

interface ConfirmContext {
  readonly ports: Pick<Ports, 'confirmations' | 'locks' | 'report' | 'terminal'>;
  readonly request: Request;
}

const TRIES = 3;

/**
 * Runs `work` once a person at this terminal has confirmed: now, or earlier if the credentials released then are still
 * valid (`until` of the result, epoch milliseconds). One of several processes on a terminal asks. AwscredError
 * NEEDS_PERSON where nobody can be asked, NOT_CONFIRMED after three wrong answers or at end of input.
 */
export async function withConfirmation<T extends object>(
  confirmation: Confirmation,
  context: ConfirmContext,
  work: () => Promise<T>,
  until: (result: T) => number,
): Promise<T> {
  const { confirmations, locks, terminal } = context.ports;
  const name = nameOf(confirmation, terminal.identity);
  if (name !== null && confirmations.holds(name)) {
    return work();
  }
  if (!terminal.available) {
    throw nobodyToAsk(confirmation);
  }
  if (name === null) {
    await asked(confirmation, terminal);
    return work();
  }
  const first = await locks.withLock(name, lockWait(context.ports, context.request), async (turn) => {
    if (confirmations.holds(name)) {
      return null;
    }
    passOnRefusal(turn);
    // Confirmed here a moment ago, but the call failed, or the confirmation could not be stored.
    if (turn.before === null) {
      await locks.whileAsking('confirmation', async () => asked(confirmation, terminal));
    }
    const result = await work();
    confirmations.keep(name, until(result));
    return result;
  });
  return first ?? work();
}

/** Key of an answer: this terminal, profile, plan and account. Null where answers cannot be stored. */
function nameOf({ profile, account, plan }: Confirmation, terminal: string | null): string | null {
  return terminal === null ? null : JSON.stringify(['confirm', terminal, profile, account, plan]);
}

async function asked(confirmation: Confirmation, terminal: Ports['terminal']): Promise<void> {
  const words = wordsFor(confirmation);
  for (let left = TRIES; left > 0; left -= 1) {
    const answer = await terminal.ask(questionText(confirmation, left));
    if (answer === null) {
      break;
    }
    if (words.includes(answer.trim())) {
      return;
    }
    terminal.say('that does not match');
  }
  throw new AwscredError(
    'NOT_CONFIRMED',
    `${printable(confirmation.profile, 80)} is guarded, and ${asksFor(confirmation)} was not typed`,
  );
}

/** The accepted answers; the question names the first. A name that cannot be typed is accepted as it is shown. */
function wordsFor({ profile, account, accountName }: Confirmation): readonly string[] {
  const named = [accountName, account].filter((word) => word !== null && word.trim() !== '');
  const words = (named.length === 0 ? [profile] : named).map((word) => (word ?? '').trim());
  return [...words, ...words.map((word) => printable(word, LONGEST))];
}

const LONGEST = 100;

function questionText(confirmation: Confirmation, left: number): string {
  const { profile, account, accountName } = confirmation;
  const words = [accountName, account].filter((word) => word !== null);
  const shown = (words.length === 0 ? [profile] : words).map((word) => printable(word, LONGEST)).join(', ');
  const tries = left === TRIES ? '' : ` (${left} ${left === 1 ? 'try' : 'tries'} left)`;
  return `${printable(profile, 80)} is guarded: type ${asksFor(confirmation)} (${shown}) to go on${tries}:`;
}

function asksFor({ account, accountName }: Confirmation): string {
  return accountName !== null
    ? "the account's name"
    : account !== null
      ? "the account's number"
      : "the profile's name";
}

function nobodyToAsk({ profile, hint, does }: Confirmation): AwscredError {
  return new AwscredError(
    'NEEDS_PERSON',
    `${printable(profile, 80)} is guarded: a person must confirm at a terminal, and nobody can be asked here`,
    { hints: [`in a terminal, \`${hint}\` asks, then ${does ?? 'opens a shell with the credentials'}`] },
  );
}
