import { csvCells } from './text/csv.ts';
import { fromIso } from './text/time.ts';

/** A user's access key, as far as an audit sees it. Times in epoch milliseconds. */
export interface AuditedKey {
  /** Null where the report has none. */
  readonly accessKeyId: string | null;
  readonly isActive: boolean;
  readonly createdAt: number;
  readonly lastUsedAt: number | null;
  readonly service: string | null;
  readonly region: string | null;
}

/** A user of an account, or its root. */
export interface AuditedUser {
  readonly user: string;
  readonly arn: string;
  readonly isRoot: boolean;
  /** Null where it is not known. */
  readonly mfa: boolean | null;
  /** Whether it has a password for the console; null where that is not known. */
  readonly password: boolean | null;
  /** Epoch milliseconds; null where it has none, or that is not known. */
  readonly passwordChangedAt: number | null;
  readonly keys: readonly AuditedKey[];
}

/** IAM's credential report (CSV, columns by name); null for what is none. */
export function credentialReportIn(text: string): readonly AuditedUser[] | null {
  const [head = '', ...lines] = text.split(/\r?\n/).filter((line) => line !== '');
  const names = csvCells(head.replace(/^\uFEFF/, ''));
  if (!['user', 'arn', 'mfa_active', 'access_key_1_active'].every((name) => names.includes(name))) {
    return null;
  }
  return lines.map((line) => {
    const values = csvCells(line);
    return userIn((name) => values[names.indexOf(name)] ?? '');
  });
}

type Get = (name: string) => string;

function userIn(get: Get): AuditedUser {
  const isRoot = get('user') === '<root_account>';
  return {
    user: get('user'),
    arn: get('arn'),
    isRoot,
    mfa: get('mfa_active') === 'true',
    password: isRoot ? null : get('password_enabled') === 'true',
    passwordChangedAt: time(get('password_last_changed')),
    keys: [1, 2].flatMap((number) => keyIn(get, `access_key_${number}_`)),
  };
}

/** An inactive key has the time it was made; no key has none. */
function keyIn(get: Get, prefix: string): readonly AuditedKey[] {
  const createdAt = time(get(`${prefix}last_rotated`));
  const isActive = get(`${prefix}active`) === 'true';
  if (createdAt === null && !isActive) {
    return [];
  }
  return [
    {
      accessKeyId: null,
      isActive,
      createdAt: createdAt ?? 0,
      lastUsedAt: time(get(`${prefix}last_used_date`)),
      service: known(get(`${prefix}last_used_service`)),
      region: known(get(`${prefix}last_used_region`)),
    },
  ];
}

/** `N/A`, `no_information`, `not_supported` and nothing are no times. */
function time(text: string): number | null {
  return fromIso(text);
}

function known(text: string): string | null {
  return text === '' || text === 'N/A' ? null : text;
}
