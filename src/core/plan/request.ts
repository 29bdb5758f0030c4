import type { Secret } from '../secret.ts';
import type { Settings } from '../settings/settings.ts';

/** Credentials for a job that has no profile: a role by a CI's token, or what the environment says. */
export type Job =
  | {
      readonly kind: 'options';
      /** As `awscred_web_identity` takes it. */
      readonly provider: string;
      readonly audience: string | null;
      readonly roleArn: string;
    }
  | { readonly kind: 'environment' };

/** What the command line asks of a plan and its execution: options with one meaning everywhere. */
export interface Request {
  /** `--region`. */
  readonly region: string | null;
  /** `-d, --duration` in seconds. */
  readonly duration: number | null;
  /** A profile that no file has: `--web-identity`, `--from-env`; null for a profile of the files. */
  readonly job: Job | null;
  /** `--role-arn`: one more hop. */
  readonly roleArn: string | null;
  /** `--session-name`. */
  readonly sessionName: string | null;
  readonly externalId: string | null;
  readonly sourceIdentity: string | null;
  readonly tags: readonly (readonly [string, string])[];
  readonly transitiveTags: readonly string[];
  /** `--policy`: JSON text. */
  readonly policy: string | null;
  readonly policyArns: readonly string[];
  readonly readOnly: boolean;
  /** `--scope`: names, and paths of policy files. */
  readonly scopes: readonly string[];
  /** `--reason`: why, for CloudTrail and the audit trail. */
  readonly reason: string | null;
  /** `--allowed-account-ids`; empty: any. */
  readonly allowedAccountIds: readonly string[];
  /** `-t, --mfa-token`. */
  readonly mfaToken: Secret | null;
  /** `--saml-response`: a file, or `-` for stdin. */
  readonly samlResponse: string | null;
  /** False under `--no-mfa-session` or `mfa_session = false`. */
  readonly mfaSession: boolean;
  /** `--refresh`: ignore what is cached. */
  readonly refresh: boolean;
  /** `--no-cache`: neither read nor write. */
  readonly noCache: boolean;
  /** `--min-ttl` in seconds. */
  readonly minTtl: number | null;
  /** `wait_timeout`, seconds to wait for another process. */
  readonly waitTimeout: number;
  readonly noBrowser: boolean;
  readonly deviceCode: boolean;
  /** The subcommand and the profile, for those who wait: `process prod-admin`. */
  readonly purpose: string;
  /**
   * Who would ask for a sign-in: `login` (a person typed it), `command` (assume, exec: on a terminal only), or the
   * setting `sign_in`, which governs `process`; `never` under `--no-input`.
   */
  readonly asking: 'login' | 'command' | Settings['signIn'];
}
