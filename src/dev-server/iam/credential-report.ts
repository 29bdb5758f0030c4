import type { ServerClock } from '../server-clock.ts';
import type { World } from '../world/world.ts';
import type { UserKey, UserKeys } from './user-keys.ts';

const KEY_COLUMNS = ['active', 'last_rotated', 'last_used_date', 'last_used_region', 'last_used_service'];
const COLUMNS = [
  'user,arn,user_creation_time,password_enabled,password_last_used,password_last_changed,password_next_rotation,mfa_active',
  ...[1, 2].map((n) => KEY_COLUMNS.map((column) => `access_key_${n}_${column}`).join(',')),
  ...[1, 2].map((n) => `cert_${n}_active,cert_${n}_last_rotated`),
].join(',');

/** The report of an account in AWS's form: the root user first, `N/A` and `no_information` where AWS says so. */
export function credentialReport(world: World, account: string, keys: UserKeys, clock: ServerClock): string {
  const began = iso(clock.now() - 500 * 86_400_000);
  const users = world.users.filter(({ arn }) => arn.accountId === account);
  const root = ['<root_account>', `arn:aws:iam::${account}:root`, began];
  const none = ['false', 'N/A', 'N/A', 'N/A', 'N/A'];
  const certificates = ['false', 'N/A', 'false', 'N/A'];
  const rootRow = [...root, 'not_supported', 'no_information', 'not_supported', 'not_supported', 'false'];
  const rows = users.map((user) => {
    const [first, second] = keys.of(user);
    const name = user.arn.text.split('/').at(-1) ?? '';
    const password = ['false', 'N/A', 'N/A', 'N/A', String(user.mfa !== null)];
    return [
      name,
      user.arn.text,
      began,
      ...password,
      ...columns(first, none),
      ...columns(second, none),
      ...certificates,
    ];
  });
  return [
    COLUMNS,
    ...[[...rootRow, ...none, ...none, ...certificates], ...rows].map((row) => row.join(',')),
  ].join('\n');
}

function columns(key: UserKey | undefined, none: readonly string[]): readonly string[] {
  if (key === undefined) {
    return none;
  }
  const { status, createdAt, lastUsed } = key;
  const used =
    lastUsed === null ? ['N/A', 'N/A', 'N/A'] : [iso(lastUsed.at), lastUsed.region, lastUsed.service];
  return [String(status === 'Active'), iso(createdAt), ...used];
}

function iso(epochMs: number): string {
  return `${new Date(epochMs).toISOString().slice(0, 19)}+00:00`;
}
