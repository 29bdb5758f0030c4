import type { X509Certificate } from 'node:crypto';
import type { IamArn } from './iam-arn.ts';

/** What exists in the local AWS: people, roles, and one IAM Identity Center. */
export interface World {
  readonly users: readonly User[];
  readonly roles: readonly Role[];
  /** Null where the world has no IAM Identity Center. */
  readonly sso: Sso | null;
  /** The EC2 instance that the metadata service speaks for; null: it has no role. */
  readonly instance: Instance | null;
  /** The ECS task or EKS pod that the container endpoints speak for; null: it has no role. */
  readonly container: Container | null;
  /** Identity providers of the accounts. */
  readonly oidc: readonly OidcProvider[];
  /** Of IAM Roles Anywhere. */
  readonly trustAnchors: readonly TrustAnchor[];
  readonly anywhereProfiles: readonly AnywhereProfile[];
  /** SAML identity providers. */
  readonly saml: readonly SamlProvider[];
  /** Jobs of GitHub Actions. */
  readonly jobs: readonly GithubJob[];
  /** Approves device codes and /authorize without anybody pressing Allow. */
  readonly autoApprove: boolean;
}

export interface Instance {
  readonly role: IamArn;
}

export interface Container {
  readonly role: IamArn;
  /** The last part of `AWS_CONTAINER_CREDENTIALS_RELATIVE_URI`. */
  readonly id: string;
  /** What `Authorization` must be at the endpoint of EKS. */
  readonly token: string;
}

export interface TrustAnchor {
  readonly arn: string;
  /** Of the authority. */
  readonly certificate: X509Certificate;
}

export interface AnywhereProfile {
  readonly arn: string;
  /** ARNs of the roles that it allows. */
  readonly roles: readonly string[];
  /** Where the call asks for none. */
  readonly durationSeconds: number;
  readonly acceptsRoleSessionName: boolean;
}

export interface OidcProvider {
  readonly issuer: string;
  /** Account numbers whose IAM lists it. */
  readonly accounts: readonly string[];
  /** Its client ids. */
  readonly audiences: readonly string[];
}

export interface SamlProvider {
  /** The name in IAM: `arn:…:saml-provider/NAME` in each of its accounts. */
  readonly name: string;
  /** Account numbers whose IAM lists it. */
  readonly accounts: readonly string[];
  /** Who can sign in there. */
  readonly user: string;
  readonly password: string;
  /** Six digits that are asked after the password; null for none. */
  readonly mfa: string | null;
  /** ARNs that its assertions name. */
  readonly roles: readonly string[];
  /** Whether the provider stands before the role in each pair. */
  readonly providerFirst: boolean;
  readonly sessionName: string;
  /** AWS's sign-in page that its assertions are for: the partition's. */
  readonly destination: string;
  /** Answers at Google's address with these ids; null: not. */
  readonly google: { readonly idpId: string; readonly spId: string } | null;
}

export interface GithubJob {
  readonly name: string;
  readonly issuer: string;
  readonly subject: string;
  /** What the job shows to get a token. */
  readonly requestToken: string;
  /** Of a token, in seconds. */
  readonly lifetime: number;
}

export interface User {
  readonly arn: IamArn;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly mfa: MfaDevice | null;
  /** What its policies let it do in IAM: manage its own keys, the same only with MFA, or see the whole account. */
  readonly iam: 'own' | 'own-with-mfa' | 'account';
}

export interface MfaDevice {
  readonly serial: string;
  /** Base32, as in an `otpauth:` address. */
  readonly seed: string;
}

export interface Role {
  readonly arn: IamArn;
  /** Seconds, 3600 to 43200. */
  readonly maxSessionDuration: number;
  readonly trust: readonly TrustStatement[];
  /** Profile name in a written config; null for one made from the role's name. */
  readonly profile: string | null;
}

export interface TrustStatement {
  readonly allows: boolean;
  /** ARNs, account numbers, or `*`. */
  readonly principals: readonly string[];
  /** Lower-case; may hold `*`. */
  readonly actions: readonly string[];
  readonly conditions: readonly Condition[];
}

export interface Condition {
  /** `StringEquals`, `Bool`, … without `IfExists`. */
  readonly operator: string;
  readonly ifExists: boolean;
  /** Lower-case, e.g. `sts:externalid`. */
  readonly key: string;
  readonly values: readonly string[];
}

export interface Sso {
  readonly startUrl: string;
  readonly region: string;
  readonly accounts: readonly SsoAccount[];
}

export interface SsoAccount {
  readonly id: string;
  readonly name: string;
  /** Permission sets. */
  readonly roles: readonly string[];
}
