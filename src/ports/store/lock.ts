import type { ErrorCode } from '../../errors.ts';

/** One process at a time per identity being obtained; released when its holder dies, however it dies. */
export interface Locks {
  /**
   * Runs `work` while holding the lock `name`. A process that must wait tells `onWait` who holds it: at once where
   * the holder asks a person, else after half a second. Throws AwscredError WAITED (exit 6) after `timeoutMs`.
   */
  withLock<T>(name: string, options: LockOptions, work: (turn: Turn) => Promise<T>): Promise<T>;
  /** Who holds the lock just now; null when nobody does. Takes nothing, waits for nothing. */
  holder(name: string): LockHolder | null;
  /**
   * Runs `work`, which comes before one of the locks `names` is wanted. If it takes more than half a second, `onWait`
   * is told who holds one of them and asks a person: many at once may queue long for the store before they come to wait.
   */
  telling<T>(names: () => readonly string[], options: LockOptions, work: () => Promise<T>): Promise<T>;
  /**
   * Marks every lock that this process holds as asking a person while `work` runs. The outcome is left there for those
   * who wait: an answer, or a refusal (AwscredError MFA_REFUSED, NOT_CONFIRMED, REFUSED or TIMEOUT).
   */
  whileAsking<T>(question: Question, work: () => Promise<T>): Promise<T>;
}

/** What a person is asked for. */
export type Question = 'sign-in' | 'mfa-code' | 'confirmation';

export interface LockOptions {
  readonly timeoutMs: number;
  /** What the holder is doing, for those who wait: a subcommand and a profile, never arguments. */
  readonly purpose: string;
  /** Does not wait for a holder that is asking a person: `work` then runs without the lock. */
  readonly besideAsking?: boolean;
  onWait?(holder: LockHolder): void;
}

/** What a process learns when it gets the lock. */
export interface Turn {
  /** Whether another process held the lock when it was wanted. */
  readonly waited: boolean;
  /** How a person answered another process that held this lock, if that was after this process had begun. */
  readonly before: Answered | null;
}

export interface Answered {
  /** `answered`, or the error code of the person's refusal. */
  readonly outcome: 'answered' | ErrorCode;
  readonly holder: LockHolder;
}

export interface LockHolder {
  readonly pid: number;
  /** What it does, e.g. `process prod-admin`; null where it did not say. */
  readonly purpose: string | null;
  /** Its terminal, e.g. `pts/7`; null for none. */
  readonly terminal: string | null;
  /** What it is asking a person just now; null for nothing. */
  readonly asking: Question | null;
  /** Whether its terminal is this process's own. */
  readonly here: boolean;
}
