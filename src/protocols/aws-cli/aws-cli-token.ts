import { withoutTrailing } from '../../core/text/without-trailing.ts';
import { createHash } from 'node:crypto';
import { Secret } from '../../core/secret.ts';
import type { SsoSession } from '../../core/plan/step.ts';
import { fromIso, toIso } from '../../core/text/time.ts';
import type { SsoToken } from '../sso/sso-access-token.ts';

/** A token file of the AWS CLI: the token, and what it is for (docs/wire.md, "The AWS CLI's token files"). */
export interface AwsCliToken extends SsoToken {
  readonly home: 'aws-cli';
  readonly startUrl: string | null;
  readonly region: string | null;
}

/** `sha1(session name).json`, or of the start URL exactly as configured for a legacy profile. */
export function tokenFileName(session: Pick<SsoSession, 'name' | 'startUrl'>): string {
  return `${sha1(session.name ?? session.startUrl)}.json`;
}

/** The object in a JSON text; null where it is none, e.g. half written. */
export function parseObject(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null;
  } catch {
    return null;
  }
}

/** Both shapes: with and without what a refresh needs. Null without an access token and its expiry. */
export function parseToken(fields: Readonly<Record<string, unknown>>): AwsCliToken | null {
  const accessToken = text(fields['accessToken']);
  const expiresAt = time(fields['expiresAt']);
  if (accessToken === null || expiresAt === null) {
    return null;
  }
  const refreshToken = text(fields['refreshToken']);
  const [clientId, clientSecret] = [text(fields['clientId']), text(fields['clientSecret'])];
  const registrationEnds = time(fields['registrationExpiresAt']);
  const hasClient = clientId !== null && clientSecret !== null && registrationEnds !== null;
  return {
    home: 'aws-cli',
    accessToken: new Secret(accessToken),
    expiresAt,
    refreshToken: refreshToken === null ? null : new Secret(refreshToken),
    client: hasClient
      ? { clientId, clientSecret: new Secret(clientSecret), expiresAt: registrationEnds }
      : null,
    startUrl: text(fields['startUrl']),
    region: text(fields['region']),
  };
}

/** The file's text with all eight fields, those it had besides (`before`) kept. Times end in `Z`, without fractions. */
export function tokenFileText(
  token: SsoToken,
  session: Pick<SsoSession, 'startUrl' | 'ssoRegion'>,
  before: Readonly<Record<string, unknown>> = {},
): string {
  const { client } = token;
  // JSON.stringify omits undefined values, so no field of an older sign-in remains.
  const fields = {
    ...before,
    startUrl: session.startUrl,
    region: session.ssoRegion,
    accessToken: token.accessToken.reveal(),
    expiresAt: toIso(token.expiresAt),
    clientId: client?.clientId,
    clientSecret: client?.clientSecret.reveal(),
    registrationExpiresAt: client === null ? undefined : toIso(client.expiresAt),
    refreshToken: token.refreshToken?.reveal(),
  };
  return `${JSON.stringify(fields)}\n`;
}

/** Whether the file's token is one for this session: same start URL, same region. */
export function isFor(token: AwsCliToken, session: SsoSession): boolean {
  return (
    token.region === session.ssoRegion &&
    token.startUrl !== null &&
    trimmed(token.startUrl) === trimmed(session.startUrl)
  );
}

/** Hex SHA-1, the AWS CLI's way of naming files. */
export function sha1(value: string): string {
  return createHash('sha1').update(value, 'utf8').digest('hex');
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

function time(value: unknown): number | null {
  return typeof value === 'string' ? fromIso(value) : null;
}

// `…/start`, `…/start/` and `…/start/#/` are one portal.
function trimmed(startUrl: string): string {
  return withoutTrailing(startUrl.replace(/#\/?$/, ''), '/');
}
