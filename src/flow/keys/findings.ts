import type { AuditedKey, AuditedUser } from '../../core/credential-report.ts';

/** What is wrong with a user's keys; the ids are an interface. */
export type FindingId =
  | 'key-old'
  | 'key-unused'
  | 'two-active-keys'
  | 'no-mfa'
  | 'root-keys'
  | 'password-old';

export interface Limits {
  /** Epoch milliseconds. */
  readonly now: number;
  readonly maxAgeMs: number;
  readonly unusedMs: number;
}

export function findingsOf(user: AuditedUser, limits: Limits): readonly FindingId[] {
  const active = user.keys.filter(({ isActive }) => isActive);
  const found: readonly (readonly [FindingId, boolean])[] = [
    ['key-old', active.some(({ createdAt }) => limits.now - createdAt > limits.maxAgeMs)],
    ['key-unused', active.some((key) => limits.now - lastSign(key) > limits.unusedMs)],
    ['two-active-keys', active.length > 1],
    ['no-mfa', user.mfa === false && (user.isRoot || user.password === true || active.length > 0)],
    ['root-keys', user.isRoot && active.length > 0],
    [
      'password-old',
      user.passwordChangedAt !== null && limits.now - user.passwordChangedAt > limits.maxAgeMs,
    ],
  ];
  return found.filter(([, holds]) => holds).map(([id]) => id);
}

/** A key that was never used counts from the day it was made. */
function lastSign({ lastUsedAt, createdAt }: AuditedKey): number {
  return lastUsedAt ?? createdAt;
}
