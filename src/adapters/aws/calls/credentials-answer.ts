import type { Credentials } from '../../../core/credentials.ts';
import { missing, secretToken, text, unusable } from './answer-checks.ts';

/** Credentials as STS and the portal spell them, brought to one form. */
export interface RawCredentials {
  readonly accessKeyId: string | undefined;
  readonly secretAccessKey: string | undefined;
  readonly sessionToken: string | undefined;
  /** Epoch milliseconds. */
  readonly expiresAt: number | undefined;
}

interface Lifetime {
  /** Epoch milliseconds by the corrected clock. */
  readonly now: number;
  /** Seconds that were asked for, or the most that such a call can give. */
  readonly asked: number;
}

type Checked = Pick<Credentials, 'accessKeyId' | 'secretAccessKey' | 'sessionToken' | 'expiresAt'>;

/** Checks an answer's credentials. An expiry later than asked is cut to that. Throws HttpFailure. */
export function checkedCredentials(raw: RawCredentials | undefined, lifetime: Lifetime): Checked {
  const accessKeyId = text(raw?.accessKeyId, 'accessKeyId');
  if (!/^[A-Za-z0-9]{16,128}$/.test(accessKeyId)) {
    throw unusable('something that is not an access key id');
  }
  return {
    accessKeyId,
    secretAccessKey: secretToken(raw?.secretAccessKey, 'secretAccessKey'),
    sessionToken: secretToken(raw?.sessionToken, 'sessionToken'),
    expiresAt: checkedExpiry(raw?.expiresAt, lifetime),
  };
}

/** Who a role's session is, by AWS's answer, else by the role that was asked for. */
export function assumedRole(arn: string | null, roleArn: string): Pick<Credentials, 'accountId' | 'arn'> {
  const account = (arn ?? roleArn).split(':')[4] ?? '';
  return { accountId: /^\d{1,32}$/.test(account) ? account : null, arn };
}

function checkedExpiry(expiresAt: number | undefined, { now, asked }: Lifetime): number {
  if (expiresAt === undefined || !Number.isFinite(expiresAt)) {
    throw missing('expiration');
  }
  if (expiresAt <= now) {
    throw unusable('credentials that are already expired');
  }
  return Math.min(expiresAt, now + asked * 1000);
}
