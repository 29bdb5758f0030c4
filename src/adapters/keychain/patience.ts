import { showDuration } from '../../core/text/time.ts';
import { AwscredError } from '../../errors.ts';
import type { ChildLimits, ChildResult } from './child/conversation.ts';
import type { ChildWork } from './child/child-protocol.ts';
import { keychainFault } from './faults.ts';

/** Node's start on a busy machine and two tries of 2 s; a hung service ends within 15 s. */
const OPEN_MS = 12_000;
/** A call that may prompt where nobody can answer: a locked keychain ends within 5 s. */
const ASKING_MS = 4000;
/** gnome-keyring rewrites its file per write, on a disk that may be busy. */
const WRITING_MS = 10_000;
/** After this much silence the keychain is taken to ask a person, who is then told. */
const QUIET_MS = 1500;

type Operation = ChildWork['op'];
const ASKING: readonly Operation[] = ['read', 'read-many', 'prepare'];

/** How long a child may take. `onQuiet` where a person can unlock the keychain. */
export function limitsOf(op: Operation, onQuiet: (() => number) | null): ChildLimits {
  if (onQuiet !== null && op !== 'search') {
    return { openMs: OPEN_MS, workMs: QUIET_MS, onQuiet };
  }
  return { openMs: OPEN_MS, workMs: ASKING.includes(op) ? ASKING_MS : WRITING_MS };
}

/** What went wrong in a child. `waitedMs`: how long a person was waited for; null where none was. */
export function childFault(
  result: Exclude<ChildResult, { answer: unknown }>,
  op: Operation,
  waitedMs: number | null,
): AwscredError {
  if ('error' in result) {
    return keychainFault(result.error);
  }
  // A search never prompts.
  if (result.stuck === 'opening' || op === 'search') {
    return keychainFault('Did not receive a reply');
  }
  if (waitedMs === null) {
    return keychainFault('unlock prompt was dismissed');
  }
  return new AwscredError(
    'LOCK_WAIT',
    `gave up after waiting ${showDuration(waitedMs)} for the keychain to be unlocked`,
    {
      hints: ['AWSCRED_KEYCHAIN_TIMEOUT sets how long to wait', 'or store nothing: run it with --no-cache'],
    },
  );
}
