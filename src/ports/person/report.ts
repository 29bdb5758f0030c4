/**
 * Messages for a person beside the output. Every line goes to stderr, begins with `awscred: `
 * (or is indented under one that does), and is escaped and cut by the implementation.
 */
export interface Report {
  /** Something went wrong that does not stop the command. Printed once per distinct text. */
  warn(message: string): void;
  /** The same, where nothing was warned of before: a full disk is one line. */
  warnFirst(message: string): void;
  hint(message: string): void;
  /** What a command has changed, in a sentence, with lines to paste indented under it; not under `-q`. */
  done(message: string, lines?: readonly string[]): void;
  /** A summary; only where stderr is a terminal and not under `-q`. */
  summary(message: string): void;
  /**
   * Says what is being waited for, once that has taken half a second, on a terminal and not under `-q`; the line goes
   * away with the next one, and when the returned function is called.
   */
  busy(what: string): () => void;
  /** A fact; only under `-v`. */
  fact(message: string): void;
  /** A call, a file read, a decision; only under `--debug`, never a secret: the caller chooses the values. */
  debug(message: string): void;
}
