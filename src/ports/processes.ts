/** Programs that a config names, started only to get credentials or codes. */
export interface Processes {
  /** Runs a command line without a shell, split as a POSIX shell splits words; returns its stdout. Throws AwscredError. */
  run(commandLine: string, options: { readonly timeoutMs: number }): Promise<string>;
  /** Runs a program by its words and tells how that ended. Nothing is thrown for what the program does. */
  ended(argv: readonly string[], options: ProgramLimits): Promise<Ended>;
}

export interface ProgramLimits {
  readonly timeoutMs: number;
  /** Set over our own environment, from which AWS credentials are taken away, or removed where null. */
  readonly variables?: Readonly<Record<string, string | null>>;
}

export type Ended =
  /** `status` is null where a signal ended it. `stdout` at most 64 KiB, of `stderr` the last 8 KiB. */
  | {
      readonly how: 'ended';
      readonly status: number | null;
      readonly signal: string | null;
      readonly stdout: string;
      readonly stderr: string;
    }
  /** It and all it had started were ended, for the time it took or for printing more than 64 KiB. */
  | { readonly how: 'too-slow' | 'too-long'; readonly stderr: string }
  /** A path that is not absolute: it would be another program in every folder. */
  | { readonly how: 'relative' }
  /** There is no such program, or the program that its first line names. */
  | { readonly how: 'missing' }
  /** A batch file of Windows, and one of its words holds what its interpreter would read otherwise. */
  | { readonly how: 'unsafe' }
  | { readonly how: 'not-executable' };
