import type { Secret } from '../../core/secret.ts';

/** Pages on 127.0.0.1, any free port, for one's own browser; bound before the browser opens. */
export interface Loopback {
  /** One OAuth redirect. */
  listen(expect: { readonly path: string; readonly state: string }): Promise<LoopbackListener>;
  /** `path` is all that lets a program of the same user have the address: it has to be unguessable. */
  handOff(path: string, address: Secret): Promise<HandOff>;
}

/** An address that a browser is sent on from, once: the address itself is in no program's arguments. */
export interface HandOff {
  readonly port: number;
  /** Resolves when a browser has been sent on. Rejects with the signal's reason when aborted. */
  taken(signal: AbortSignal): Promise<void>;
  close(): Promise<void>;
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
