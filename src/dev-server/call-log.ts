/** One request that reached the local AWS, in the order they came. */
export interface Call {
  readonly service: Service;
  /** AWS's name of the operation; for pages `device` or `authorize`. */
  readonly operation: string;
  /** HTTP status of the answer; 0 where none was sent (a reset, a hang). */
  readonly status: number;
  /** AWS's error code; null where the call succeeded or a fault spoke instead of the service. */
  readonly code: string | null;
  /** Epoch milliseconds of the server's clock. */
  readonly at: number;
  /** ARN of the signer, or the SSO user; null where nobody was recognised. */
  readonly principal: string | null;
  /** The fault that was played, if any. */
  readonly fault: string | null;
  /** `ScopedSessionDescription`, where one was sent. */
  readonly description?: string;
}

export type Service =
  | 'sts'
  | 'iam'
  | 'sso-oidc'
  | 'sso'
  | 'signin'
  | 'rolesanywhere'
  | 'github'
  | 'saml'
  | 'imds'
  | 'container'
  | 'page'
  | 'unknown';

/** A call that is still being answered. */
export type OpenCall = { -readonly [Key in keyof Call]: Call[Key] };

export interface CallFilter {
  readonly service?: Service;
  readonly operation?: string;
}

export function countCalls(calls: readonly Call[], filter: CallFilter): number {
  return calls.filter(
    (call) =>
      (filter.service === undefined || filter.service === call.service) &&
      (filter.operation === undefined || filter.operation === call.operation),
  ).length;
}
