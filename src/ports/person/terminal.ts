import type { Secret } from '../../core/secret.ts';

/**
 * A person at the controlling terminal (`/dev/tty`, `CONIN$`), never stdin or stdout (docs/traps.md, "Terminal").
 * A background job counts as having none: touching the terminal would stop it.
 */
export interface Terminal {
  /** Whether somebody can be asked here: a controlling terminal in the foreground, and no `--no-input`. */
  readonly available: boolean;
  /** Why nobody can be asked, where `available` is false: a clause for after `and`. */
  readonly absence: string;
  /**
   * Names this terminal and the session of processes on it, so that no later one has the same name (a terminal's own
   * number is used again). Null if there is none, or the system does not tell.
   */
  readonly identity: string | null;
  /**
   * Prints a line to the terminal; to stderr, prefixed `awscred: `, where there is none. Escaped and cut. `below`
   * starts a new line in the same write: the cursor may be behind another process's question.
   */
  say(line: string, place?: 'below'): void;
  /**
   * A code or a word in clear. Null at end of input or after three empty answers (a refusal, not success), and when
   * `over` is aborted: then nothing that is typed is used.
   */
  ask(question: string, over?: AbortSignal): Promise<string | null>;
  /** The same, where an empty answer is `preset`, which is shown. Null at end of input. */
  askOr(question: string, preset: string): Promise<string | null>;
  /** A passphrase, not echoed. Null likewise. */
  askSecret(question: string): Promise<Secret | null>;
  confirm(question: string, preset: boolean): Promise<boolean>;
  /** Fuzzy picker on the terminal. Null when given up. Letters filter, so another way to take a row is a control key. */
  choose(question: string, choices: readonly Choice[], other?: ControlKey): Promise<string | null>;
}

export interface ControlKey {
  /** Pressed together with Ctrl. */
  readonly letter: string;
  /** What it does, in a word for the line of keys. */
  readonly does: string;
  /** Told before the row is taken, as by Enter. */
  pressed(): void;
}

export interface Choice {
  readonly value: string;
  readonly label: string;
  readonly note: string | null;
  /** Marked, as in `list`. */
  readonly isCurrent?: boolean;
}
