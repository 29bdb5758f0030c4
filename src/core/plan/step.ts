import type { IdentityToken } from './identity-token.ts';

/** One setting of a step with its origin; `file` and `line` are null for an option, a variable or a default. */
export interface Setting {
  readonly value: string;
  readonly file: string | null;
  readonly line: number | null;
  /** The variable or option it came from, e.g. `AWS_REGION`, `--region`; absent for a file's. */
  readonly from?: string;
}

/** Something that limits how long a step's credentials may live. */
export interface Cap {
  readonly seconds: number;
  readonly why: string;
}

/** Where one AWS service answers for a step; decided while planning, offline. */
export interface Site {
  /** Region in the host name and in signatures. */
  readonly region: string;
  /** Full base URL, e.g. `https://sts.eu-west-1.amazonaws.com`. */
  readonly endpoint: string;
  /** Null where the endpoint is AWS's own; else the variable or file:line that names it. */
  readonly override: Setting | null;
  /** PEM bundle that replaces the default roots (`AWS_CA_BUNDLE`, `ca_bundle`); null for the default. */
  readonly caBundle: string | null;
}

interface StepBase {
  /** The profile whose section asked for this step. */
  readonly profile: string;
  /** The AWS keys that made it, in the order `explain` prints them. No secret value is ever in it. */
  readonly settings: Readonly<Record<string, Setting>>;
  /** Seconds asked of AWS; null where nothing is asked. */
  readonly asks: number | null;
  readonly caps: readonly Cap[];
  /** Serial of the MFA device whose code this call needs; null for none. */
  readonly mfa: string | null;
  /** Full path of a file besides AWS's two that has shaped the step: no hot record stands for it. */
  readonly reads?: string;
  /** For `explain`: why the plan goes this way, where another would be expected. */
  readonly note?: string;
}

/** Access keys in the store or in one of AWS's files. The step says where; it does not hold the secret. */
export interface StoredKeysStep extends StepBase {
  readonly kind: 'stored-keys';
  readonly where: 'store' | 'credentials-file' | 'config-file';
  readonly accessKeyId: string;
  readonly hasSessionToken: boolean;
}

/** GetSessionToken with an MFA code: one code for every role of that device. */
export interface MfaSessionStep extends StepBase {
  readonly kind: 'mfa-session';
  readonly sts: Site;
  readonly serial: string;
  /** Command line that prints a code (`mfa_process`, `awscred_mfa_process`); null for asking. */
  readonly mfaProcess: string | null;
}

export interface SsoStep extends StepBase {
  readonly kind: 'sso';
  readonly session: SsoSession;
  readonly accountId: string;
  readonly roleName: string;
  readonly portal: Site;
}

/** What a sign-in is for: one per `[sso-session]`, or per start URL of a legacy profile. */
export interface SsoSession {
  /** Name of the `[sso-session]`; null for a legacy profile. */
  readonly name: string | null;
  /** Exactly as configured: the AWS CLI's token file is named after it. */
  readonly startUrl: string;
  readonly ssoRegion: string;
  readonly scopes: readonly string[];
  readonly oidc: Site;
  /** The portal of the same session, for `logout`. */
  readonly portal: Site;
  /** The profile through which the session was reached, for hints (`awscred login PROFILE` where it is legacy). */
  readonly profile: string;
}

export interface AssumeRoleStep extends StepBase {
  readonly kind: 'assume-role';
  readonly sts: Site;
  readonly roleArn: string;
  readonly roleSessionName: string;
  readonly externalId: string | null;
  /** Command line that prints a code, where this call carries a code (`mfa`). */
  readonly mfaProcess: string | null;
  readonly tags: readonly (readonly [string, string])[];
  readonly transitiveTags: readonly string[];
  readonly sourceIdentity: string | null;
  readonly policy: string | null;
  readonly policyArns: readonly string[];
}

/** A program that prints credentials (`credential_process`). */
export interface CredentialProcessStep extends StepBase {
  readonly kind: 'credential-process';
  /** As configured. */
  readonly line: string;
  /** What is started: the program and its arguments, or a shell with the line. */
  readonly argv: readonly string[];
  /** The program's name for messages. Foreign text. */
  readonly program: string;
  /** The part of the line that only a shell understands, e.g. `|`; null where it is started without one. */
  readonly shellFor: string | null;
  /** Twelve digits that the profile itself claims (`aws_account_id`); null for none. */
  readonly accountId: string | null;
}

/** A role assumed with a token of an OIDC provider: a CI job's, a pod's. */
export interface WebIdentityStep extends StepBase {
  readonly kind: 'web-identity';
  readonly sts: Site;
  readonly roleArn: string;
  readonly roleSessionName: string;
  readonly policy: string | null;
  readonly policyArns: readonly string[];
  readonly token: IdentityToken;
  /** Tells the job whose token it is from another one, so that what one has obtained never answers for the other. */
  readonly job: string;
}

/** A role assumed with an assertion of a SAML identity provider, which a browser brings. */
export interface SamlStep extends StepBase {
  readonly kind: 'saml';
  readonly sts: Site;
  /** The provider's page that begins a sign-in to AWS. */
  readonly url: string;
  /** Tells the sign-ins of two people at one page apart (`google_config.google_username`); null for one person. */
  readonly user: string | null;
  /** Null: it is chosen of those that the assertion names. */
  readonly roleArn: string | null;
  readonly providerArn: string | null;
  /** Twelve digits: only this account's roles are offered; null for all. */
  readonly account: string | null;
  /** Whether `asks` is the most: a role that allows less is asked for less. */
  readonly isCeiling: boolean;
  readonly policy: string | null;
  readonly policyArns: readonly string[];
}

/** The credential endpoint of an ECS task or an EKS pod. */
export interface ContainerStep extends StepBase {
  readonly kind: 'container';
  /** The whole URL; null where no variable names one here. */
  readonly url: string | null;
  /** The variable that names it; null where none does. */
  readonly from: string | null;
  /** What is sent as `Authorization`: the variable's value, or the text of a file; null for nothing. No secret. */
  readonly token: { readonly from: string; readonly file: string | null; readonly digest: string } | null;
  /** Tells this machine or container from others that share the home. */
  readonly machine: string;
}

/** The metadata service of an EC2 instance. */
export interface InstanceStep extends StepBase {
  readonly kind: 'instance';
  /** Base URL. */
  readonly endpoint: string;
  /** What names the endpoint; null where it is EC2's own. */
  readonly override: Setting | null;
  /** What turns the service off; null where nothing does. */
  readonly disabled: Setting | null;
  /** Whether the profile allows IMDSv1. */
  readonly v1: boolean;
  readonly timeoutMs: number;
  /** Tries for each call. */
  readonly attempts: number;
  readonly machine: string;
}

/** Access keys in the environment (`credential_source = Environment`). */
export interface EnvironmentStep extends StepBase {
  readonly kind: 'environment';
  /** Null where no variable has one. */
  readonly accessKeyId: string | null;
  readonly hasSessionToken: boolean;
}

/** A sign-in to the console, whose credentials AWS's tools keep in a file and renew (`login_session`). */
export interface LoginStep extends StepBase {
  readonly kind: 'login';
  /** ARN of the session: an IAM user's, or an assumed role's. */
  readonly loginSession: string;
  readonly signin: Site;
  /** Full path of the file. */
  readonly file: string;
}

/** A role by a certificate (IAM Roles Anywhere). Paths are full; no secret is in it. */
export interface RolesAnywhereStep extends StepBase {
  readonly kind: 'rolesanywhere';
  readonly site: Site;
  readonly roleArn: string;
  readonly profileArn: string;
  readonly trustAnchorArn: string;
  readonly certificate: string;
  readonly privateKey: string;
  /** Intermediates. */
  readonly chain: string | null;
  /** Holds the key's passphrase; null where it is asked for. */
  readonly passphraseFile: string | null;
  readonly roleSessionName: string | null;
  /** Whether a line of aws_signing_helper asks for it. */
  readonly isHelper: boolean;
}

/** GetSessionToken without a code: AWS narrows temporary credentials only. */
export interface SessionStep extends StepBase {
  readonly kind: 'session';
  readonly sts: Site;
}

/** GetScopedCredentials: the credentials of the step before, narrowed. */
export interface ScopedStep extends StepBase {
  readonly kind: 'scoped';
  readonly sts: Site;
  /** What asked for it, for messages: a scope's name, a path, `--policy`, `max_duration`. Foreign text. */
  readonly scope: string;
  /** JSON text; null where a duration alone is asked for. */
  readonly policy: string | null;
  /** Which layer of policies this is, and of how many; 0 of 0 where a duration alone is asked for. */
  readonly layer: number;
  readonly layers: number;
  /** Who is narrowed: the identity stays. */
  readonly of: { readonly role: string | null; readonly account: string | null; readonly who: string };
}

/** One thing that turns credentials (or nothing) into credentials: plain data, no secret, printable, hashable. */
export type Step =
  | StoredKeysStep
  | MfaSessionStep
  | SsoStep
  | AssumeRoleStep
  | CredentialProcessStep
  | WebIdentityStep
  | SamlStep
  | ContainerStep
  | InstanceStep
  | EnvironmentStep
  | LoginStep
  | RolesAnywhereStep
  | SessionStep
  | ScopedStep;

/** The steps that lead to a profile, in running order. */
export interface Plan {
  readonly profile: string;
  /** The region of the result, with its origin; null when nothing names one. */
  readonly region: Setting | null;
  readonly steps: readonly Step[];
}
