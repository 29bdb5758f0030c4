import { Secret } from '../../../src/core/secret.ts';
import type { Site, SsoSession } from '../../../src/core/plan/step.ts';
import { toIso } from '../../../src/core/text/time.ts';
import { tokenFileName } from '../../../src/protocols/aws-cli/aws-cli-token.ts';
import { ssoKey, type SsoToken } from '../../../src/protocols/sso/sso-access-token.ts';
import { storedText } from '../../../src/protocols/sso/sso-own-token.ts';
import type { TokenRequest } from '../../../src/protocols/sso/sso-token.ts';
import type { SsoTokens } from '../../../src/ports/aws.ts';
import { HOME, type TestPorts } from '../../support/ports.ts';
import { START } from '../../support/ports/test-clock.ts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const CACHE = `${HOME}/.aws/sso/cache`;

export function site(endpoint: string): Site {
  return { region: 'eu-west-1', endpoint, override: null, caBundle: null };
}

export const ACME: SsoSession = {
  name: 'acme',
  startUrl: 'https://acme.awsapps.com/start',
  ssoRegion: 'eu-west-1',
  scopes: ['sso:account:access'],
  oidc: site('https://oidc.eu-west-1.amazonaws.com'),
  portal: site('https://portal.sso.eu-west-1.amazonaws.com'),
  profile: 'bastion',
};

/** Any name will do: a registration is found by its client. */
const REGISTRATION_FILE = 'd4bd9b730be541f8dec04c80d04f20fb73065f62.json';

export const LEGACY: SsoSession = { ...ACME, name: null, scopes: [], profile: 'old-bastion' };

export const CLIENT = {
  clientId: 'client-1',
  clientSecret: new Secret('cs-1'),
  expiresAt: START + 80 * 24 * HOUR,
};

export function request(change: Partial<TokenRequest> = {}): TokenRequest {
  return {
    signIn: { asking: 'command', noBrowser: false, deviceCode: false },
    ssoCache: 'own',
    lock: { timeoutMs: 1000, purpose: 'test' },
    ...change,
  };
}

/** A process that may not ask. */
export const SILENT: TokenRequest = request({
  signIn: { asking: 'never', noBrowser: false, deviceCode: false },
});

export function tokens(name: string, refresh: string | null = `refresh-${name}`): SsoTokens {
  return {
    accessToken: new Secret(name),
    expiresIn: 3600,
    refreshToken: refresh === null ? null : new Secret(refresh),
  };
}

export function token(name: string, lifeMs: number, change: Partial<SsoToken> = {}): SsoToken {
  return {
    accessToken: new Secret(name),
    refreshToken: new Secret(`refresh-${name}`),
    expiresAt: START + lifeMs,
    client: CLIENT,
    home: 'store',
    ...change,
  };
}

/** Puts a token into the store as awscred's own. */
export async function keepInStore(
  ports: TestPorts,
  own: SsoToken,
  session: SsoSession = ACME,
): Promise<void> {
  const facts = { label: 'sso', profile: null, expiresAt: own.expiresAt, savedAt: START, through: null };
  const value = storedText({ token: own, dead: [] }, session);
  await ports.store.put({ kind: 'sso', key: ssoKey(session) }, value, facts);
}

/** What the AWS CLI writes at a login: the token and its registration. */
export function awsCliLogin(
  ports: TestPorts,
  name: string,
  options: {
    readonly lifeMs?: number;
    readonly fields?: object;
    readonly scopes?: readonly string[] | null;
  } = {},
): void {
  const { lifeMs = HOUR, fields = {}, scopes = ACME.scopes } = options;
  const written = {
    startUrl: ACME.startUrl,
    region: ACME.ssoRegion,
    accessToken: name,
    expiresAt: toIso(START + lifeMs),
    clientId: 'cli-client',
    clientSecret: 'cli-secret',
    registrationExpiresAt: toIso(START + 80 * 24 * HOUR),
    refreshToken: `refresh-${name}`,
    ...fields,
  };
  const registration = {
    clientId: 'cli-client',
    clientSecret: 'cli-secret',
    expiresAt: toIso(START + 80 * 24 * HOUR),
    ...(scopes === null ? {} : { scopes }),
  };
  ports.files.contents.set(`${CACHE}/${tokenFileName(ACME)}`, JSON.stringify(written));
  ports.files.contents.set(`${CACHE}/${REGISTRATION_FILE}`, JSON.stringify(registration));
}

/** The AWS CLI's token file as it is now. */
export function tokenFile(ports: TestPorts): Record<string, unknown> {
  return JSON.parse(ports.files.contents.get(`${CACHE}/${tokenFileName(ACME)}`) ?? '{}') as Record<
    string,
    unknown
  >;
}
