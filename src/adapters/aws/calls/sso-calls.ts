import type { AccountInfo, RoleCredentials } from '@aws-sdk/client-sso';
import type { Secret } from '../../../core/secret.ts';
import type { Aws, SsoAccount } from '../../../ports/aws.ts';
import { list, missing, text } from './answer-checks.ts';
import { bearer } from './bearer.ts';
import type { RunCall, SdkConnection } from '../transport/call.ts';
import { clientConfig, quietly } from '../transport/client-config.ts';
import { checkedCredentials, type RawCredentials } from './credentials-answer.ts';
import { allPages } from './pages.ts';
import {
  GetRoleCredentialsCommand,
  ListAccountRolesCommand,
  ListAccountsCommand,
  LogoutCommand,
  SSOClient,
} from '../sdk/sso.ts';

type Portal = Pick<Aws, 'getRoleCredentials' | 'listAccounts' | 'listAccountRoles' | 'logout'>;

/** The calls to the SSO portal, none of them signed. Brings the SDK along, so it is imported only where one is made. */
export function portalCalls(run: RunCall): Portal {
  return {
    getRoleCredentials: getRoleCredentials(run),
    listAccounts: listAccounts(run),
    listAccountRoles: listAccountRoles(run),
    logout: logout(run),
  };
}

/** The longest session of a permission set, in seconds. The call has no duration. */
const LONGEST_SESSION = 43_200;
const PAGE = 100;

function getRoleCredentials(run: RunCall): Portal['getRoleCredentials'] {
  return (site, token, { accountId, roleName }) =>
    run({
      ...portalCall('GetRoleCredentials', site, token),
      send: (connection) =>
        client(connection).send(
          new GetRoleCredentialsCommand({ accessToken: bearer(token), accountId, roleName }),
        ),
      read: (output, now) => ({
        ...checkedCredentials(raw(output.roleCredentials), { now, asked: LONGEST_SESSION }),
        accountId,
        arn: null,
      }),
    });
}

function listAccounts(run: RunCall): Portal['listAccounts'] {
  return (site, token) =>
    allPages((nextToken, check) =>
      run({
        ...portalCall('ListAccounts', site, token),
        send: (connection) =>
          client(connection).send(
            new ListAccountsCommand({
              accessToken: bearer(token),
              maxResults: PAGE,
              ...(nextToken !== null && { nextToken }),
            }),
          ),
        read: (output) => ({
          items: list(output.accountList, 'accountList').map(accountOf),
          nextToken: check(output.nextToken),
        }),
      }),
    );
}

function listAccountRoles(run: RunCall): Portal['listAccountRoles'] {
  return (site, token, accountId) =>
    allPages((nextToken, check) =>
      run({
        ...portalCall('ListAccountRoles', site, token),
        send: (connection) =>
          client(connection).send(
            new ListAccountRolesCommand({
              accessToken: bearer(token),
              accountId,
              maxResults: PAGE,
              ...(nextToken !== null && { nextToken }),
            }),
          ),
        read: (output) => ({
          items: list(output.roleList, 'roleList').map((role) => text(role.roleName, 'roleName')),
          nextToken: check(output.nextToken),
        }),
      }),
    );
}

function logout(run: RunCall): Portal['logout'] {
  return (site, token) =>
    run({
      ...portalCall('Logout', site, token),
      send: (connection) => client(connection).send(new LogoutCommand({ accessToken: bearer(token) })),
      read: (_output, _now, answer) => {
        // The answer is empty, so the SDK does not look at it: a captive portal's page would pass for success.
        if (answer.body[0] === '<'.charCodeAt(0)) {
          throw missing('its own words');
        }
      },
    });
}

function portalCall(operation: string, site: SdkConnection['site'], token: Secret) {
  return { service: 'sso', operation, site, repeat: 'safe', secrets: [token], sendsBearer: true } as const;
}

function client(connection: SdkConnection): SSOClient {
  return quietly(() => new SSOClient(clientConfig(connection)));
}

/** Milliseconds since 1970 by AWS's model; a server that counts seconds is understood. */
function raw(credentials: RoleCredentials | undefined): RawCredentials | undefined {
  const expiration = credentials?.expiration;
  const expiresAt = expiration !== undefined && expiration < 1e11 ? expiration * 1000 : expiration;
  return credentials && { ...withoutExpiration(credentials), expiresAt };
}

function withoutExpiration({ accessKeyId, secretAccessKey, sessionToken }: RoleCredentials) {
  return { accessKeyId, secretAccessKey, sessionToken };
}

function accountOf(account: AccountInfo): SsoAccount {
  return {
    accountId: text(account.accountId, 'accountId'),
    accountName: account.accountName ?? null,
    emailAddress: account.emailAddress ?? null,
  };
}
