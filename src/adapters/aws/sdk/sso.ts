// What we use of the client, and the whole of one chunk of the bundle: scripts/bundle.mjs bundles this file by itself.
export { ListAccountRolesCommand, ListAccountsCommand, LogoutCommand, SSOClient } from '@aws-sdk/client-sso';
