import { randomUUID } from 'node:crypto';
import { type Exchange, type Handler, header } from '../http/exchange.ts';
import { ServiceError } from '../service-error.ts';
import type { SsoSessions } from '../oidc/sso-sessions.ts';

/** The person who signs in: the session name of every SSO role. */
export const SSO_USER = 'jane';

/** An operation of the access portal: a bearer token in a header, JSON out; null answers with an empty body. */
export function handlePortal(
  sessions: SsoSessions,
  operation: (exchange: Exchange, accessToken: string) => object | null,
): Handler {
  return (exchange, call) => {
    const headers = { 'Content-Type': 'application/json', 'x-amzn-RequestId': randomUUID() };
    try {
      const accessToken = bearer(exchange, sessions);
      call.principal = SSO_USER;
      const result = operation(exchange, accessToken);
      return { status: 200, headers, body: result === null ? '' : JSON.stringify(result) };
    } catch (error) {
      if (!(error instanceof ServiceError)) {
        throw error;
      }
      call.code = error.code;
      const body = JSON.stringify({ message: error.message, __type: error.code });
      return { status: error.status, headers: { ...headers, 'x-amzn-ErrorType': error.code }, body };
    }
  };
}

function bearer(exchange: Exchange, sessions: SsoSessions): string {
  const token = header(exchange, 'x-amz-sso_bearer_token');
  const verdict = sessions.judge(token);
  if (token === null || verdict === 'unknown') {
    throw new ServiceError(401, 'UnauthorizedException', 'Session token not found or invalid');
  }
  if (verdict === 'other-scope') {
    throw noAccess();
  }
  return token;
}

/** Not assigned, misspelt or still being provisioned: one answer for all, and signing in again does not help. */
export function noAccess(): ServiceError {
  return new ServiceError(403, 'ForbiddenException', 'No access');
}
