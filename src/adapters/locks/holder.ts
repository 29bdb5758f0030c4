import type { LockHolder, Question } from '../../ports/store/lock.ts';
import { numberIn, parseJsonObject, textIn } from '../../core/text/json-text.ts';
import { ownPlace, placeIn, whereIs } from './place.ts';
import { processFacts } from './process-facts.ts';

/** What a holder writes into its lock file, so that those who wait can name it. No secret is ever in it. */
export interface HolderNote extends LockHolder {
  /** With the pid it names one process for good: see ProcessFacts. */
  readonly start: string;
  /** Where its pid means something, as seen from here. */
  readonly where: ReturnType<typeof whereIs>;
}

/** This process as a holder. `purpose` is a subcommand and a profile, never arguments. */
export function ownNote(purpose: string, asking: Question | null = null): string {
  const { pid } = process;
  const facts = processFacts(pid);
  const note = { pid, start: facts?.start ?? '?', purpose, terminal: facts?.terminal ?? null, asking };
  return `${JSON.stringify({ ...note, ...ownPlace() })}\n`;
}

/** Null for an empty or garbled note: its writer is not done, or was killed. */
export function parseNote(text: string): HolderNote | null {
  const note = parseJsonObject(text);
  const pid = note === null ? null : numberIn(note, 'pid');
  const start = note === null ? null : textIn(note, 'start');
  if (note === null || pid === null || !Number.isInteger(pid) || pid <= 0 || start === null) {
    return null;
  }
  const terminal = textIn(note, 'terminal');
  const asking = QUESTIONS.find((question) => question === note['asking']) ?? null;
  const where = whereIs(placeIn(note));
  const here = where === 'here' && isHere(terminal);
  return { pid, start, purpose: textIn(note, 'purpose'), terminal, asking, here, where };
}

const QUESTIONS: readonly Question[] = ['sign-in', 'mfa-code', 'confirmation'];

function isHere(terminal: string | null): boolean {
  return terminal !== null && terminal === processFacts(process.pid)?.terminal;
}

/** Whether it certainly lives; of one elsewhere neither this nor `isGone` can be said. */
export function isAlive(note: HolderNote): boolean {
  return note.where === 'here' && processFacts(note.pid)?.start === note.start;
}

export function isGone(note: HolderNote): boolean {
  return note.where !== 'elsewhere' && !isAlive(note);
}

export function isStopped(note: HolderNote): boolean {
  return isAlive(note) && processFacts(note.pid)?.stopped === true;
}
