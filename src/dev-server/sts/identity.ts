import { createHash } from 'node:crypto';
import type { IamArn } from '../world/iam-arn.ts';
import type { MfaDevice, User } from '../world/world.ts';

/** Who a key speaks for, and what STS remembers of how the key was obtained. */
export interface Identity {
  readonly kind: 'user' | 'user-session' | 'role-session' | 'federated-user';
  readonly accountId: string;
  /** As GetCallerIdentity says it. */
  readonly arn: string;
  readonly userId: string;
  /** ARNs by which a trust policy may name it: a role session also answers to its role. */
  readonly knownAs: readonly string[];
  readonly mfaDevice: MfaDevice | null;
  /** Epoch milliseconds of the MFA code behind this session; null for none. Not passed on to a role session. */
  readonly mfaAt: number | null;
  /** Set once, kept through the whole chain. */
  readonly sourceIdentity: string | null;
  readonly tags: readonly SessionTag[];
  /** The policies of GetScopedCredentials: a call must be allowed by each. */
  readonly scopes: readonly string[];
}

export interface SessionTag {
  readonly key: string;
  readonly value: string;
  readonly transitive: boolean;
}

/** What a role session brings along besides its role and name. */
interface SessionContext {
  readonly sourceIdentity: string | null;
  readonly tags: readonly SessionTag[];
}

export function userIdentity(user: User): Identity {
  const { arn } = user;
  return {
    kind: 'user',
    accountId: arn.accountId,
    arn: arn.text,
    userId: arn.kind === 'root' ? arn.accountId : uniqueId('AIDA', arn.text),
    knownAs: [arn.text],
    mfaDevice: user.mfa,
    mfaAt: null,
    sourceIdentity: null,
    tags: [],
    scopes: [],
  };
}

export function roleSessionIdentity(role: IamArn, sessionName: string, context: SessionContext): Identity {
  const arn = `arn:${role.partition}:sts::${role.accountId}:assumed-role/${role.name}/${sessionName}`;
  return {
    kind: 'role-session',
    accountId: role.accountId,
    arn,
    userId: `${uniqueId('AROA', role.text)}:${sessionName}`,
    knownAs: [role.text, arn],
    mfaDevice: null,
    mfaAt: null,
    scopes: [],
    ...context,
  };
}

/** A federated principal answers to its provider's ARN alone, never to an account. */
export function federatedIdentity(arn: string, accountId: string): Identity {
  return {
    kind: 'role-session',
    accountId: `federated:${accountId}`,
    arn,
    userId: arn,
    knownAs: [arn],
    mfaDevice: null,
    mfaAt: null,
    sourceIdentity: null,
    tags: [],
    scopes: [],
  };
}

/** Who GetFederationToken speaks for: a name under the account of the user that called it. */
export function federatedUserIdentity(
  { accountId, arn }: Identity,
  name: string,
  tags: readonly SessionTag[],
): Identity {
  const own = `arn:${arn.split(':')[1] ?? 'aws'}:sts::${accountId}:federated-user/${name}`;
  return {
    kind: 'federated-user',
    accountId,
    arn: own,
    userId: `${accountId}:${name}`,
    knownAs: [own],
    mfaDevice: null,
    mfaAt: null,
    sourceIdentity: null,
    tags,
    scopes: [],
  };
}

/** An id in AWS's form that depends on the ARN alone: `AROA` and 17 capitals and digits. */
function uniqueId(prefix: 'AIDA' | 'AROA', arn: string): string {
  const digits = BigInt(`0x${createHash('sha256').update(arn).digest('hex')}`).toString(32);
  return `${prefix}${digits.toUpperCase().padStart(17, 'Z').slice(-17)}`;
}
