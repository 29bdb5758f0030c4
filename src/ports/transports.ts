/** A command that carries stdin and stdout to somewhere else. */
export interface Transports {
  /** Starts it in the terminal's foreground; its stderr is ours. `onLine` gets its stdout, cut at 4,096 characters. */
  start(command: readonly string[], onLine: (line: string) => void): Transport;
}

export interface Transport {
  /** Writes to its stdin. */
  send(text: string): void;
  /** Resolves when it has ended, with its status or the signal it died of: `status 1`, `SIGKILL`; or why it did not start. */
  readonly ended: Promise<string>;
  /** Resolves with the first signal that asks us to stop. */
  readonly asked: Promise<'SIGINT' | 'SIGTERM' | 'SIGHUP'>;
  /** Ends its stdin, and itself where that is not enough. */
  end(): Promise<void>;
}
