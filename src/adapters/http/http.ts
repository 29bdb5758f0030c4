import type { ErrorOptions } from '../../errors.ts';

/** One request and its answer, without repetition, redirects or caching. */
export interface Http {
  /**
   * Throws HttpFailure where no answer came, AwscredError UNTRUSTED_ENDPOINT where plain http would leave this
   * machine (nothing is sent then), and CONFIG for a malformed proxy variable or an unusable CA bundle.
   */
  send(request: HttpRequest): Promise<HttpAnswer>;
  /** Which way a call to this URL takes. For messages. */
  route(url: URL): Route;
}

export interface HttpRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | null;
  /** PEM bundle that replaces the default roots; null for those. */
  readonly caBundle: string | null;
  /** Where the URL is configured, for the refusal: in words (null where it is AWS's own), and file and line. */
  readonly origin: { readonly words: string | null; readonly at: ErrorOptions['at'] };
  /** Milliseconds that all of it may take. */
  readonly totalMs: number;
  /** Milliseconds that resolving the name may take. */
  readonly nameMs: number;
}

export interface HttpAnswer {
  readonly status: number;
  /** Names in lower case; of a repeated header the values are joined by `, `. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** Milliseconds. */
export interface HttpLimits {
  /** For one connection: TCP, and again for a proxy's answer and for each TLS handshake. */
  readonly connectMs: number;
  /** Between two bytes of an answer, the first one included. */
  readonly idleMs: number;
}

export interface Route {
  /** The proxy, `host:port`; null for none. */
  readonly proxy: string | null;
  /** Whether a variable names a proxy, if only for other hosts. */
  readonly proxySet: boolean;
  /** The host is this machine by name. */
  readonly local: boolean;
}
