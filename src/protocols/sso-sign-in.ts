import { AwsRefusal } from '../errors.ts';
import type { Settings } from '../core/settings.ts';
import type { Site, SsoSession } from '../core/step.ts';
import { showClock } from '../core/time.ts';
import type { Ports } from '../ports/index.ts';
import { noteScopes, writeAwsCliToken } from './aws-cli-token-files.ts';
import { browserSignIn } from './browser-sign-in.ts';
import { deviceSignIn } from './device-sign-in.ts';
import type { SignedIn } from './device-sign-in.ts';
import { needsLogin, signInRefusal } from './sign-in-refusal.ts';
import { signInWay } from './sign-in-way.ts';
import type { SignInOptions, SignInWay } from './sign-in-way.ts';
import type { SsoToken } from './sso-access-token.ts';
import { dropObtainedThrough, dropOwn, keepToken } from './sso-own-token.ts';
import { dropRegistration, scopesOf } from './sso-registration.ts';
import { sessionWord } from './sso-session-words.ts';
import { storeOrWarn } from './store-or-warn.ts';

/** What signing in uses of the world. */
export type SignInPorts = Pick<
  Ports,
  | 'aws'
  | 'browser'
  | 'clock'
  | 'environment'
  | 'files'
  | 'loopback'
  | 'random'
  | 'report'
  | 'store'
  | 'terminal'
>;

export interface SignInRequest {
  readonly signIn: SignInOptions;
  readonly ssoCache: Settings['ssoCache'];
  /** Whether a token that names no origin (the AWS CLI's) may be sent to this site. */
  mayReceiveForeignToken(site: Site): boolean;
}

/**
 * Signs a person in, always anew, and keeps the token; the caller holds the session's lock. What was obtained
 * through the sign-in before is forgotten: another person may sit here. Throws NEEDS_LOGIN (4) where nobody can
 * be asked, REFUSED (3), TIMEOUT (6), NETWORK (6).
 */
export async function signIn(
  session: SsoSession,
  ports: SignInPorts,
  request: SignInRequest,
): Promise<SsoToken> {
  const here = { terminal: ports.terminal.available, browser: ports.browser.available };
  const way = signInWay(request.signIn, here);
  if (way === null) {
    throw needsLogin(session, here.terminal ? 'asking is switched off' : 'there is no terminal here');
  }
  const signedIn = await obtain(session, way, ports);
  await storeOrWarn(
    () => dropObtainedThrough(session, ports),
    `what was obtained through the sign-in before to ${sessionWord(session)} could not be forgotten`,
    ports.report,
  );
  const token = await keep(tokenOf(signedIn, ports), session, ports, request);
  const until = showClock(token.expiresAt, ports.clock.now());
  ports.terminal.say(`awscred: signed in to ${sessionWord(session)} until ${until}`);
  return token;
}

async function obtain(
  session: SsoSession,
  way: NonNullable<SignInWay>,
  ports: SignInPorts,
): Promise<SignedIn> {
  try {
    return await once(session, way, ports);
  } catch (error) {
    if (!(error instanceof AwsRefusal)) {
      throw error;
    }
    if (error.facts.code !== 'InvalidClientException') {
      throw signInRefusal(error, session);
    }
    // The server has forgotten the kept registration: a new one needs no person.
    await dropRegistration(session, way === 'device-code' ? 'device-code' : 'pkce', ports);
  }
  try {
    return await once(session, way, ports);
  } catch (error) {
    throw error instanceof AwsRefusal ? signInRefusal(error, session) : error;
  }
}

function once(session: SsoSession, way: NonNullable<SignInWay>, ports: SignInPorts): Promise<SignedIn> {
  return way === 'device-code'
    ? deviceSignIn(session, ports)
    : browserSignIn(session, way === 'browser', ports);
}

function tokenOf({ tokens, client }: SignedIn, ports: SignInPorts): SsoToken {
  const { accessToken, refreshToken } = tokens;
  const expiresAt = ports.clock.now() + tokens.expiresIn * 1000;
  return { accessToken, refreshToken, expiresAt, client, home: 'store' };
}

// With `sso_cache = shared` the file is the token's only home: two copies of one rotating token would fight.
async function keep(
  token: SsoToken,
  session: SsoSession,
  ports: SignInPorts,
  request: SignInRequest,
): Promise<SsoToken> {
  const isShared =
    request.ssoCache === 'shared' &&
    [session.oidc, session.portal].every((site) => request.mayReceiveForeignToken(site));
  if (isShared && (await writeAwsCliToken(token, session, ports))) {
    noteScopes({ clientId: token.client?.clientId ?? '', scopes: scopesOf(session) }, session, ports);
    await storeOrWarn(
      () => dropOwn(session, ports),
      'the sign-in before could not be forgotten',
      ports.report,
    );
    return { ...token, home: 'aws-cli' };
  }
  if (request.ssoCache === 'shared') {
    ports.report.warn("~/.aws/sso/cache cannot be used: the sign-in is kept in awscred's own store");
  }
  return keepToken(token, [], session, ports);
}
