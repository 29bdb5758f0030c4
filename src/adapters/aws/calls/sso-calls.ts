import type { AccountInfo } from '@aws-sdk/client-sso';
import type { Aws, SsoAccount } from '../../../ports/aws.ts';
import { list, missing, text } from './answer-checks.ts';
import { bearer } from './bearer.ts';
import type { RunCall, SdkConnection } from '../transport/call.ts';
import { clientConfig, quietly } from '../transport/client-config.ts';
import { portalCall } from './portal-call.ts';
import { allPages } from './pages.ts';
import { ListAccountRolesCommand, ListAccountsCommand, LogoutCommand, SSOClient } from '../sdk/sso.ts';

type Portal = Pick<Aws, 'listAccounts' | 'listAccountRoles' | 'logout'>;

/** The calls to the SSO portal but GetRoleCredentials, which role-credentials.ts makes, none of them signed. Brings the SDK along, so it is imported only where one is made. */
export function portalCalls(run: RunCall): Portal {
  return {
    listAccounts: listAccounts(run),
    listAccountRoles: listAccountRoles(run),
    logout: logout(run),
  };
}

const PAGE = 100;

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

function client(connection: SdkConnection): SSOClient {
  return quietly(() => new SSOClient(clientConfig(connection)));
}

function accountOf(account: AccountInfo): SsoAccount {
  return {
    accountId: text(account.accountId, 'accountId'),
    accountName: account.accountName ?? null,
    emailAddress: account.emailAddress ?? null,
  };
}
