import type { ServerClock } from '../server-clock.ts';
import { ServiceError } from '../service-error.ts';
import { roleSessionIdentity } from '../sts/identity.ts';
import type { KeyRing } from '../sts/key-ring.ts';
import { ssoRoleArn } from '../world/sso-role-arn.ts';
import type { Sso, SsoAccount, World } from '../world/world.ts';
import { noAccess, SSO_USER } from './handle-portal.ts';
import { pageOf } from './paging.ts';

export interface PortalState {
  readonly clock: ServerClock;
  readonly world: World;
  readonly keys: KeyRing;
  /** Entries of a page where the call does not say. */
  readonly pageSize: number;
}

const PERMISSION_SET_SECONDS = 3600;

export function listAccounts(state: PortalState, query: URLSearchParams): object {
  const accounts = (state.world.sso?.accounts ?? []).map(({ id, name }) => ({
    accountId: id,
    accountName: name,
    emailAddress: `aws+${id}@example.com`,
  }));
  const page = pageOf(accounts, 'accounts', query, state.pageSize);
  return { accountList: page.items, nextToken: page.nextToken };
}

export function listAccountRoles(state: PortalState, query: URLSearchParams): object {
  const account = findAccount(state.world.sso, required(query, 'account_id'));
  if (account === null) {
    throw new ServiceError(404, 'ResourceNotFoundException', 'Account not found');
  }
  const roles = account.roles.map((roleName) => ({ roleName, accountId: account.id }));
  const page = pageOf(roles, `roles of ${account.id}`, query, state.pageSize);
  return { roleList: page.items, nextToken: page.nextToken };
}

/** Note the unit: `expiration` is epoch milliseconds. */
export function getRoleCredentials(state: PortalState, query: URLSearchParams): object {
  const roleName = required(query, 'role_name');
  const account = findAccount(state.world.sso, required(query, 'account_id'));
  if (account === null || !account.roles.includes(roleName)) {
    throw noAccess();
  }
  const role = ssoRoleArn(account.id, roleName, state.world.sso?.region ?? '');
  const identity = roleSessionIdentity(role, SSO_USER, { sourceIdentity: null, tags: [] });
  const key = state.keys.issue(identity, state.clock.now() + PERMISSION_SET_SECONDS * 1000);
  return {
    roleCredentials: {
      accessKeyId: key.accessKeyId,
      secretAccessKey: key.secretAccessKey,
      sessionToken: key.sessionToken,
      expiration: key.expiresAt,
    },
  };
}

function findAccount(sso: Sso | null, id: string): SsoAccount | null {
  return sso?.accounts.find((account) => account.id === id) ?? null;
}

function required(query: URLSearchParams, name: string): string {
  const value = query.get(name) ?? '';
  if (value === '') {
    throw new ServiceError(400, 'InvalidRequestException', `Missing required parameter: ${name}`);
  }
  return value;
}
