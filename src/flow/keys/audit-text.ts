import type { AuditedKey, AuditedUser } from '../../core/credential-report.ts';
import { csvLine } from '../../core/text/csv.ts';
import { printable } from '../../core/text/printable.ts';
import { type Table, tabbedText, tableText } from '../../core/text/table.ts';
import { toIso } from '../../core/text/time.ts';
import { findingsOf, type FindingId, type Limits } from './findings.ts';

const DAY_MS = 86_400_000;

/** A user with what was found. */
export interface Audited extends AuditedUser {
  readonly findings: readonly FindingId[];
}

export function audited(users: readonly AuditedUser[], limits: Limits): readonly Audited[] {
  return users.map((user) => ({ ...user, findings: findingsOf(user, limits) }));
}

function keyJson(key: AuditedKey, now: number) {
  return {
    access_key_id: key.accessKeyId,
    status: key.isActive ? 'active' : 'inactive',
    age_days: days(key.createdAt, now),
    last_used: key.lastUsedAt === null ? null : toIso(key.lastUsedAt),
    service: key.service,
    region: key.region,
  };
}

/** The shape of `keys audit --json` (docs/json.md). */
export function auditJson(users: readonly Audited[], now: number): unknown {
  return {
    version: 1,
    users: users.map(({ user, arn, findings, keys, mfa, password, passwordChangedAt }) => ({
      user,
      arn,
      findings,
      keys: keys.map((key) => keyJson(key, now)),
      mfa,
      password,
      password_age_days: passwordChangedAt === null ? null : days(passwordChangedAt, now),
    })),
  };
}

interface Row {
  readonly user: Audited;
  readonly key: AuditedKey | null;
}

/** One row per key, and one for a user without. */
function rowsOf(users: readonly Audited[]): readonly Row[] {
  return users.flatMap((user): readonly Row[] =>
    user.keys.length === 0 ? [{ user, key: null }] : user.keys.map((key) => ({ user, key })),
  );
}

export function auditCsv(users: readonly Audited[], now: number): string {
  const head = 'user,arn,findings,access_key_id,status,age_days,last_used,service,region,mfa'.split(',');
  const lines = rowsOf(users).map(({ user, key }) => {
    const cells = key === null ? {} : keyJson(key, now);
    const own = {
      user: user.user,
      arn: user.arn,
      findings: user.findings.join(' '),
      mfa: user.mfa,
      ...cells,
    };
    const all: Readonly<Record<string, unknown>> = own;
    return head.map((name) => text(all[name]));
  });
  return [head, ...lines].map(csvLine).join('');
}

function text(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : '';
}

/** `columns`: of the terminal; null in a pipe. */
export function auditTable(users: readonly Audited[], now: number, columns: number | null): string {
  const table: Table<Row> = {
    rows: rowsOf(users),
    columns: [
      { title: 'USER', text: ({ user }) => printable(user.user, 130), yields: 'cut' },
      {
        title: 'KEY',
        text: ({ key }) => printable(key === null ? '–' : (key.accessKeyId ?? '(not told)'), 130),
      },
      { title: 'STATUS', text: ({ key }) => (key === null ? '–' : key.isActive ? 'active' : 'inactive') },
      { title: 'AGE', text: ({ key }) => (key === null ? '–' : `${days(key.createdAt, now)}d`) },
      { title: 'LAST USED', text: ({ key }) => lastUse(key, now) },
      { title: 'MFA', text: ({ user }) => (user.mfa === null ? '?' : user.mfa ? 'yes' : 'no') },
      { title: 'FINDINGS', text: ({ user }) => user.findings.join(' ') || 'none', yields: 'own line' },
    ],
    leftOut: ['MFA', 'STATUS'],
  };
  return columns === null ? tabbedText(table, false) : tableText(table, columns);
}

function lastUse(key: AuditedKey | null, now: number): string {
  if (key === null || key.lastUsedAt === null) {
    return key === null ? '–' : 'never';
  }
  return `${days(key.lastUsedAt, now)}d ago, ${printable(key.service ?? '?', 40)} ${printable(key.region ?? '', 40)}`.trim();
}

function days(from: number, now: number): number {
  return Math.max(0, Math.floor((now - from) / DAY_MS));
}
