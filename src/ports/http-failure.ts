/** One try that brought no answer of the service. adapters/aws turns it into the final error. */
export class HttpFailure extends Error {
  override readonly name = 'HttpFailure';
  readonly kind: FailureKind;
  /** What happened, for people, without the host: `connection refused`. Holds no secret and no unescaped foreign text. */
  readonly what: string;
  /** Whether the service may have seen the request: then a one-time code may be used up. */
  readonly sent: boolean;
  /** The proxy (`host:port`) at which it failed; null where the server itself was reached or none is set. */
  readonly proxy: string | null;
  /** Milliseconds that the server asked to wait (`Retry-After`); null where it did not say. */
  readonly retryAfter: number | null;

  constructor(kind: FailureKind, what: string, facts: FailureFacts = {}) {
    super(what, facts.cause === undefined ? undefined : { cause: facts.cause });
    this.kind = kind;
    this.what = what;
    this.sent = facts.sent ?? false;
    this.proxy = facts.proxy ?? null;
    this.retryAfter = facts.retryAfter ?? null;
  }
}

export interface FailureFacts {
  readonly sent?: boolean;
  readonly proxy?: string | null;
  readonly retryAfter?: number | null;
  readonly cause?: unknown;
}

export type FailureKind =
  /** The name has no address, or the name server does not answer. */
  | 'name'
  /** No connection: refused, unreachable, or not within the time. */
  | 'connect'
  /** The connection ended before the answer did. */
  | 'reset'
  /** Connected, and then nothing. */
  | 'silent'
  /** A proxy answered, but not by connecting. */
  | 'proxy'
  /** TLS failed for another reason than trust. */
  | 'tls'
  /** Nobody we trust has signed the certificate, or it is another host's, or out of date. */
  | 'certificate'
  | 'redirect'
  | 'too-long'
  /** An answer that is not the service's: HTML, empty, cut short. */
  | 'body'
  /** The service's answer, but nothing that can be used: expired, or with characters that no key has. */
  | 'unusable'
  /** A 5xx. */
  | 'server'
  | 'throttled';
