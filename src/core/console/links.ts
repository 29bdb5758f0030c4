import { signInSuffix } from '../endpoint/aws-host.ts';
import { type Partition, partitionOfArn } from '../endpoint/partition.ts';
import { parseArn } from '../arn.ts';
import { Secret } from '../secret.ts';
import { withoutTrailing } from '../text/without-trailing.ts';

/** A permission set in an account, as the portal of an SSO session names it. */
export interface PortalRole {
  readonly startUrl: string;
  readonly accountId: string;
  readonly roleName: string;
}

/** The portal's own way into the console (docs/wire.md, "Console"): it holds no secret, and the portal signs in. */
export function portalLink({ startUrl, accountId, roleName }: PortalRole, page: URL | null): string {
  const base = withoutTrailing(startUrl.split('#')[0] ?? '', '/');
  const fields = [
    ['account_id', accountId],
    ['role_name', roleName],
    ...(page === null ? [] : [['destination', page.href]]),
  ];
  const query = fields.map(([name = '', value = '']) => `${name}=${encodeURIComponent(value)}`).join('&');
  return `${base}/#/console?${query}`;
}

/** Signs in whoever opens it, for a quarter of an hour. `endpoint` is the sign-in service's base URL. */
export function loginLink(endpoint: string, token: Secret, page: URL): Secret {
  const fields = [
    ['Action', 'login'],
    ['Issuer', 'awscred'],
    ['Destination', page.href],
    ['SigninToken', token.reveal()],
  ];
  const query = fields.map(([name = '', value = '']) => `${name}=${encodeURIComponent(value)}`).join('&');
  return new Secret(`${withoutTrailing(endpoint, '/')}/federation?${query}`);
}

/** The sign-in host that serves a whole partition: `signin.aws.amazon.com`. */
export function signInHost(partition: Partition): string {
  return `signin.${signInSuffix(partition)}`;
}

/** What the console shows a switched role as. */
export interface Shown {
  readonly displayName: string | null;
  /** Six hexadecimal digits. */
  readonly colour: string | null;
}

/** The console's own way from one role to another; null where the ARN is no role's. */
export function switchRoleLink(roleArn: string, { displayName, colour }: Shown): string | null {
  const arn = parseArn(roleArn);
  const role = /^role\/(.+)$/.exec(arn?.resource ?? '')?.[1];
  if (arn === null || role === undefined) {
    return null;
  }
  const url = new URL(`https://${signInHost(partitionOfArn(roleArn))}/switchrole`);
  url.searchParams.set('account', arn.account);
  url.searchParams.set('roleName', role);
  if (displayName !== null) {
    url.searchParams.set('displayName', displayName);
  }
  if (colour !== null) {
    url.searchParams.set('color', colour);
  }
  return url.href;
}
