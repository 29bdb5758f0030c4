import type { AwsService } from './core/endpoint/aws-host.ts';

/**
 * The one error class of awscred: a code, one sentence, the commands to type next, and the cause.
 * Thrown where the problem is understood; printed only by wiring/program.ts, which also picks the exit status.
 */
export class AwscredError extends Error {
  override readonly name = 'AwscredError';
  readonly code: ErrorCode;
  /** What to type next, one sentence or command each; printed as `awscred: hint: …`. */
  readonly hints: readonly string[];
  /** Lines printed indented under the message. */
  readonly details: readonly string[];
  /** The place of the fault in AWS's files, or in ours. */
  readonly file: string | null;
  readonly line: number | null;

  constructor(code: ErrorCode, message: string, options: ErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    this.hints = options.hints ?? [];
    this.details = options.details ?? [];
    this.file = options.at?.file ?? null;
    this.line = options.at?.line ?? null;
  }
}

export interface ErrorOptions {
  readonly hints?: readonly string[];
  readonly details?: readonly string[];
  readonly at?: { readonly file: string | null; readonly line: number | null } | null;
  readonly cause?: unknown;
}

/** Exit status of each code. Scripts rely on it. */
const STATUS = {
  UNEXPECTED: 1,
  USAGE: 2,
  CONFIG: 2,
  CONFIG_SYNTAX: 2,
  UNKNOWN_PROFILE: 2,
  UNSUPPORTED: 2,
  UNSAFE_OUTPUT: 2,
  UNTRUSTED_ENDPOINT: 2,
  SETTINGS: 2,
  GUARD: 2,
  REFUSED: 3,
  ACCESS_DENIED: 3,
  MFA_REFUSED: 3,
  NOT_CONFIRMED: 3,
  CLOCK: 3,
  NEEDS_LOGIN: 4,
  NEEDS_PERSON: 4,
  NO_BUS: 5,
  NO_SERVICE: 5,
  NO_COLLECTION: 5,
  LOCKED: 5,
  LOCK_WAIT: 5,
  KEYCHAIN_HUNG: 5,
  KEYCHAIN_FAILED: 5,
  NATIVE: 5,
  FDS: 5,
  NO_KEYCHAIN: 5,
  BAD_PASSPHRASE: 5,
  STORE: 5,
  NETWORK: 6,
  UNTRUSTED_CERTIFICATE: 6,
  BROWSER: 6,
  TIMEOUT: 6,
  WAITED: 6,
  /** By SIGINT or Ctrl-C, SIGTERM, SIGHUP while a prompt has the terminal. */
  INTERRUPTED: 130,
  TERMINATED: 143,
  HUNG_UP: 129,
} as const;

export type ErrorCode = keyof typeof STATUS;

export function isErrorCode(text: string): text is ErrorCode {
  return Object.hasOwn(STATUS, text);
}

/** The documented exit status of an error code. */
export function exitStatus(code: ErrorCode): number {
  return STATUS[code];
}

/**
 * AWS (or an OIDC server) understood a call and refused it. Thrown by ports/aws.ts;
 * a source turns it into an AwscredError with what it knows of the plan.
 */
export class AwsRefusal extends Error {
  override readonly name = 'AwsRefusal';
  readonly facts: RefusalFacts;

  constructor(facts: RefusalFacts) {
    super(`${facts.operation}: ${facts.code}`);
    this.facts = facts;
  }
}

export interface RefusalFacts {
  readonly service: AwsService;
  readonly operation: string;
  /** AWS's code with `Exception` and `:uri` left as modelled, e.g. `AccessDenied`, `InvalidGrantException`, `invalid_grant` mapped to `InvalidGrantException`. */
  readonly code: string;
  /** HTTP status. */
  readonly status: number;
  /** The server's own words: foreign text, print only through core/text/printable.ts. */
  readonly message: string;
  readonly requestId: string | null;
  /** Local clock minus the server's `Date` header, in milliseconds; null where it sent none. */
  readonly clockOffset: number | null;
}
