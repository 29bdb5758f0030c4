import type { Secret } from './secret.ts';

/** AWS credentials as awscred holds them between a source and an output. */
export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: Secret;
  readonly sessionToken: Secret | null;
  /** Epoch milliseconds; null for long-lived keys. */
  readonly expiresAt: number | null;
  /** The 12-digit account these credentials belong to, where the source says so. */
  readonly accountId: string | null;
  /** The assumed role's ARN (`arn:aws:sts::…:assumed-role/…`) where the source says so. */
  readonly arn: string | null;
}

/** True while at least `margin` milliseconds of life are left at `now` (epoch ms). */
export function isFresh(credentials: Credentials, now: number, margin: number): boolean {
  return credentials.expiresAt === null || credentials.expiresAt - now >= margin;
}
