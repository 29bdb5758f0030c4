export interface Browser {
  /** Whether a browser can be started here: BROWSER is set, or there is a display, no SSH and no container. */
  readonly available: boolean;
  /**
   * Starts it, without a shell and without waiting. False when it could not be started; `onFailure` is called once where
   * it ends with a failure afterwards, while this process lives.
   */
  open(url: string, onFailure?: () => void): Promise<boolean>;
  /** Starts a browser's program, with its words, in the same way. */
  start(command: readonly string[], onFailure?: () => void): Promise<boolean>;
}
