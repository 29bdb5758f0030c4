import { asJsonObject, type JsonObject, numberIn, textIn } from '../../../core/text/json-text.ts';
import type { Aws } from '../../../ports/aws.ts';
import type { RunCall } from '../transport/call.ts';
import { jsonCall } from '../transport/json-call.ts';
import { bearer } from './bearer.ts';
import { checkedCredentials, type RawCredentials } from './credentials-answer.ts';
import { portalCall } from './portal-call.ts';

/** The longest session of a permission set, in seconds. The call has no duration. */
const LONGEST_SESSION = 43_200;

/**
 * The portal's call of every SSO chain: one GET. The SDK's client for it takes ten times as long to load
 * (docs/performance.md); `test/adapters/aws/sdk-differential.test.ts` holds the two against each other.
 */
export function getRoleCredentials(run: RunCall): Aws['getRoleCredentials'] {
  return (site, token, { accountId, roleName }) =>
    run({
      ...portalCall('GetRoleCredentials', site, token),
      send: async (connection) =>
        jsonCall(connection, {
          path: '/federation/credentials',
          query: { role_name: roleName, account_id: accountId },
          headers: { 'x-amz-sso_bearer_token': bearer(token) },
        }),
      read: (answer, now) => ({
        ...checkedCredentials(raw(asJsonObject(answer['roleCredentials'])), { now, asked: LONGEST_SESSION }),
        accountId,
        arn: null,
      }),
    });
}

/** Milliseconds since 1970 by AWS's model; a server that counts seconds is understood. */
function raw(credentials: JsonObject | null): RawCredentials {
  const field = (name: string): string | undefined => textIn(credentials ?? {}, name) ?? undefined;
  const expiration = numberIn(credentials ?? {}, 'expiration') ?? undefined;
  return {
    accessKeyId: field('accessKeyId'),
    secretAccessKey: field('secretAccessKey'),
    sessionToken: field('sessionToken'),
    expiresAt: expiration !== undefined && expiration < 1e11 ? expiration * 1000 : expiration,
  };
}
