import type { Secret } from '../secret.ts';
import type { Settings } from '../settings/settings.ts';

/** What the command line asks of a plan and its execution: options with one meaning everywhere. */
export interface Request {
  /** `--region`. */
  readonly region: string | null;
  /** `-d, --duration` in seconds. */
  readonly duration: number | null;
  /** `--role-arn`: one more hop. */
  readonly roleArn: string | null;
  /** `--session-name`. */
  readonly sessionName: string | null;
  readonly sourceIdentity: string | null;
  readonly tags: readonly (readonly [string, string])[];
  readonly transitiveTags: readonly string[];
  /** `--policy`: JSON text. */
  readonly policy: string | null;
  readonly policyArns: readonly string[];
  readonly readOnly: boolean;
  /** `-t, --mfa-token`. */
  readonly mfaToken: Secret | null;
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
