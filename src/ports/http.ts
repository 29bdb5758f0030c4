import type { ErrorOptions } from '../errors.ts';

/** One request and its answer, without repetition, redirects or caching. */
export interface Http {
  /**
   * Throws HttpFailure where no answer came, AwscredError UNTRUSTED_ENDPOINT where plain http would leave this
   * machine (nothing is sent then), and CONFIG for a malformed proxy variable or an unusable CA bundle.
   */
  send(request: HttpRequest): Promise<HttpAnswer>;
  /**
   * Begins to connect to where a request will go, so that whoever writes the request can be loaded meanwhile. Throws as
   * `send` does for a malformed variable; all else comes out when the request is sent.
   */
  open(place: HttpPlace): Opening;
  /** Which way a call to this URL takes. For messages. */
  route(url: URL): Route;
}

/** Where a request goes, and what may be spent on the way. */
export interface HttpPlace {
  readonly url: URL;
  /** PEM bundle that replaces the default roots; null for those. */
  readonly caBundle: string | null;
  /** Where the URL is configured, for the refusal: in words (null where it is AWS's own), and file and line. */
  readonly origin: { readonly words: string | null; readonly at: ErrorOptions['at'] };
  /** Whether the request carries a secret that is good in anybody's hands: a token, a client secret, a code. */
  readonly bearer: boolean;
  /** Milliseconds that all of it may take. */
  readonly totalMs: number;
  /** Milliseconds that resolving the name may take. */
  readonly nameMs: number;
}

export interface HttpRequest extends HttpPlace {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | null;
  /** The longest answer that is read; 1 MiB where left out. */
  readonly mostBytes?: number;
  /** A connection begun to the same place; null to begin one now. Used up by the request. */
  readonly opening: Opening | null;
}

/** A connection that is being made. */
export interface Opening {
  /** Scheme, host and port that it is for. */
  readonly origin: string;
  /** Closes it, now or when it is there: nothing will be sent. */
  discard(): void;
}

export interface HttpAnswer {
  readonly status: number;
  /** Names in lower case; of a repeated header the values are joined by `, `. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

export interface Route {
  /** The proxy, `host:port`; null for none. */
  readonly proxy: string | null;
  /** Whether a variable names a proxy, if only for other hosts. */
  readonly proxySet: boolean;
  /** The host is this machine by name. */
  readonly local: boolean;
}
