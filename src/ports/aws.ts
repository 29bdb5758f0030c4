import type { Credentials } from '../core/credentials.ts';
import type { Secret } from '../core/secret.ts';
import type { Site } from '../core/plan/step.ts';

/**
 * The AWS calls that awscred makes, in its own types. Each retries what is safe to retry (docs/wire.md, "Repeating"),
 * throws AwsRefusal where the service refused, and AwscredError NETWORK / UNTRUSTED_CERTIFICATE / CLOCK otherwise.
 */
export interface Aws {
  assumeRole(site: Site, as: Credentials, request: AssumeRoleRequest): Promise<Credentials>;
  /** Not signed: the token is all that AWS asks for. */
  assumeRoleWithWebIdentity(site: Site, token: Secret, request: WebIdentityRequest): Promise<Credentials>;
  /** Not signed: the assertion, base64, is all that AWS asks for. */
  assumeRoleWithSaml(site: Site, assertion: Secret, request: SamlRequest): Promise<Credentials>;
  getSessionToken(site: Site, as: Credentials, request: SessionTokenRequest): Promise<Credentials>;
  /** Temporary credentials narrowed, with the same identity. */
  getScopedCredentials(site: Site, as: Credentials, request: ScopedRequest): Promise<Credentials>;
  getCallerIdentity(site: Site, as: Credentials): Promise<CallerIdentity>;
  getFederationToken(site: Site, as: Credentials, request: FederationTokenRequest): Promise<Credentials>;

  registerClient(oidc: Site, request: RegisterClientRequest): Promise<ClientRegistration>;
  startDeviceAuthorization(
    oidc: Site,
    client: ClientRegistration,
    startUrl: string,
  ): Promise<DeviceAuthorization>;
  createToken(oidc: Site, client: ClientRegistration, grant: Grant): Promise<SsoTokens>;

  getRoleCredentials(portal: Site, accessToken: Secret, role: SsoRole): Promise<Credentials>;
  listAccounts(portal: Site, accessToken: Secret): Promise<readonly SsoAccount[]>;
  listAccountRoles(portal: Site, accessToken: Secret, accountId: string): Promise<readonly string[]>;
  logout(portal: Site, accessToken: Secret): Promise<void>;
}

export interface AssumeRoleRequest {
  readonly roleArn: string;
  readonly roleSessionName: string;
  /** Seconds; null for AWS's default. */
  readonly durationSeconds: number | null;
  readonly externalId: string | null;
  readonly mfa: MfaCode | null;
  readonly tags: readonly (readonly [string, string])[];
  readonly transitiveTags: readonly string[];
  readonly sourceIdentity: string | null;
  readonly policy: string | null;
  readonly policyArns: readonly string[];
}

export type WebIdentityRequest = Pick<
  AssumeRoleRequest,
  'roleArn' | 'roleSessionName' | 'durationSeconds' | 'policy' | 'policyArns'
>;

/** The role session's name stands in the assertion. */
export interface SamlRequest extends Omit<WebIdentityRequest, 'roleSessionName'> {
  readonly principalArn: string;
}

export interface MfaCode {
  readonly serial: string;
  readonly code: Secret;
}

export interface SessionTokenRequest {
  readonly durationSeconds: number | null;
  readonly mfa: MfaCode | null;
}

/** What a federated user may do is what its policies and the caller's both allow. */
export interface FederationTokenRequest {
  /** Of the federated user. */
  readonly name: string;
  /** Seconds; null for AWS's default. */
  readonly durationSeconds: number | null;
  readonly policy: string | null;
  readonly policyArns: readonly string[];
  readonly tags: readonly (readonly [string, string])[];
}

/** At least one of `policy` and `durationSeconds`. */
export interface ScopedRequest {
  readonly policy: string | null;
  /** Null for as long as the session itself lives. */
  readonly durationSeconds: number | null;
  /** For CloudTrail. */
  readonly description: string | null;
}

export interface CallerIdentity {
  readonly accountId: string;
  readonly arn: string;
  readonly userId: string;
}

export interface RegisterClientRequest {
  readonly clientName: string;
  readonly scopes: readonly string[];
  /** Null registers for the device code only. */
  readonly pkce: { readonly redirectUri: string; readonly issuerUrl: string } | null;
}

export interface ClientRegistration {
  readonly clientId: string;
  readonly clientSecret: Secret;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}

export interface DeviceAuthorization {
  readonly deviceCode: Secret;
  readonly userCode: string;
  readonly verificationUri: string;
  readonly verificationUriComplete: string | null;
  /** Seconds from now. */
  readonly expiresIn: number;
  /** Seconds between polls; at least 1. */
  readonly interval: number;
}

export type Grant =
  | { readonly type: 'device-code'; readonly deviceCode: Secret }
  | {
      readonly type: 'authorization-code';
      readonly code: Secret;
      readonly codeVerifier: Secret;
      readonly redirectUri: string;
    }
  | { readonly type: 'refresh-token'; readonly refreshToken: Secret };

export interface SsoTokens {
  readonly accessToken: Secret;
  /** Seconds. */
  readonly expiresIn: number;
  readonly refreshToken: Secret | null;
}

export interface SsoRole {
  readonly accountId: string;
  readonly roleName: string;
}

export interface SsoAccount {
  readonly accountId: string;
  readonly accountName: string | null;
  readonly emailAddress: string | null;
}
