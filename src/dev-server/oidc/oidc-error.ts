import { ServiceError } from '../service-error.ts';

/** OAuth's code and the HTTP status of each refusal of SSO-OIDC (docs/wire.md, "SSO-OIDC refusals"). */
const ERRORS = {
  AuthorizationPendingException: ['authorization_pending', 400],
  SlowDownException: ['slow_down', 400],
  ExpiredTokenException: ['expired_token', 400],
  InvalidGrantException: ['invalid_grant', 400],
  AccessDeniedException: ['access_denied', 400],
  InvalidClientException: ['invalid_client', 401],
  InvalidRequestException: ['invalid_request', 400],
  UnauthorizedClientException: ['unauthorized_client', 400],
  UnsupportedGrantTypeException: ['unsupported_grant_type', 400],
  InvalidScopeException: ['invalid_scope', 400],
  InvalidRedirectUriException: ['invalid_redirect_uri', 400],
  InvalidClientMetadataException: ['invalid_client_metadata', 400],
  InternalServerException: ['server_error', 500],
} as const;

type OidcErrorName = keyof typeof ERRORS;

export function oidcError(name: OidcErrorName, description: string): ServiceError {
  return new ServiceError(ERRORS[name][1], name, description);
}

/** The `error` field for a refusal's body. */
export function oauthCode(error: ServiceError): string {
  const entry = Object.entries(ERRORS).find(([name]) => name === error.code);
  return entry?.[1][0] ?? 'server_error';
}
