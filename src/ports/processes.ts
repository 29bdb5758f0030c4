/** Programs that a config names, started only to get credentials or codes. */
export interface Processes {
  /** Runs a command line without a shell, split as a POSIX shell splits words; returns its stdout. Throws AwscredError. */
  run(commandLine: string, options: { readonly timeoutMs: number }): Promise<string>;
}
