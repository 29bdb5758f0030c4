/** One OAuth redirect on 127.0.0.1, any free port; bound before the browser opens. */
export interface Loopback {
  listen(expect: { readonly path: string; readonly state: string }): Promise<LoopbackListener>;
}

export interface LoopbackListener {
  readonly port: number;
  /**
   * The first answer with the exact path and state: a code, or the error the server sent.
   * Anything else is answered and ignored. Rejects with the signal's reason when aborted.
   */
  answer(signal: AbortSignal): Promise<LoopbackAnswer>;
  close(): Promise<void>;
}

export type LoopbackAnswer =
  | { readonly code: string; readonly error: null }
  | { readonly code: null; readonly error: string };
