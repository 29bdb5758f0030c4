import { type AwscredError, AwsRefusal } from '../../errors.ts';
import type { Settings } from '../../core/settings/settings.ts';
import type { SsoSession } from '../../core/plan/step.ts';
import { showClock } from '../../core/text/time.ts';
import type { Ports } from '../../ports/index.ts';
import { noteScopes, writeAwsCliToken } from '../aws-cli/aws-cli-token-files.ts';
import { browserSignIn } from './browser-sign-in.ts';
import { deviceSignIn, type SignedIn } from './device-sign-in.ts';
import { type Elsewhere, firstOf, foundElsewhere } from '../together/elsewhere.ts';
import { needsLogin, signInRefusal } from './sign-in-refusal.ts';
import { signInWay, type SignInOptions, type SignInWay } from './sign-in-way.ts';
import { type SsoToken, sessionWord } from './sso-access-token.ts';
import { dropObtainedThrough, dropOwn, keepToken } from './sso-own-token.ts';
import { dropRegistration, scopesOf } from './sso-registration.ts';
import { storeOrWarn } from '../together/store-or-warn.ts';

/** The ports that signing in needs. */
export type SignInPorts = Pick<
  Ports,
  | 'aws'
  | 'browser'
  | 'clock'
  | 'environment'
  | 'files'
  | 'loopback'
  | 'locks'
  | 'random'
  | 'report'
  | 'store'
  | 'terminal'
>;

export interface SignInRequest {
  readonly signIn: SignInOptions;
  readonly ssoCache: Settings['ssoCache'];
}

/**
 * Signs a person in, even if already signed in, and stores the token; the caller holds the session's lock. What was obtained
 * through the sign-in before is deleted: another person may sit here. Throws NEEDS_LOGIN (4) where nobody can
 * be asked, REFUSED (3), TIMEOUT (6), NETWORK (6). If a token appears `elsewhere` meanwhile, that one is returned.
 */
export async function signIn(
  session: SsoSession,
  ports: SignInPorts,
  request: SignInRequest,
  elsewhere: Elsewhere<SsoToken> | null = null,
): Promise<SsoToken> {
  const way = wayHere(ports, request);
  if (way === null) {
    throw nobodyHere(session, ports);
  }
  const signedIn = await ports.locks.whileAsking('sign-in', async () =>
    asked(session, way, ports, elsewhere),
  );
  if ('home' in signedIn) {
    ports.terminal.say(`awscred: signed in to ${sessionWord(session)} in another process; continuing`);
    return signedIn;
  }
  await storeOrWarn(
    () => dropObtainedThrough(session, ports),
    `the credentials of the previous sign-in to ${sessionWord(session)} could not be deleted`,
    ports.report,
  );
  const token = await keep(tokenOf(signedIn, ports), session, ports, request);
  const until = showClock(token.expiresAt, ports.clock.now());
  ports.terminal.say(`awscred: signed in to ${sessionWord(session)} until ${until}`);
  return token;
}

/** The error of `signIn` where nobody can be asked; null where somebody can. */
export function unattended(
  session: SsoSession,
  ports: SignInPorts,
  request: SignInRequest,
): AwscredError | null {
  return wayHere(ports, request) === null ? nobodyHere(session, ports) : null;
}

function wayHere(ports: SignInPorts, request: SignInRequest): SignInWay {
  const here = { terminal: ports.terminal.available, browser: ports.browser.available };
  return signInWay(request.signIn, here);
}

function nobodyHere(session: SsoSession, ports: SignInPorts): AwscredError {
  const why = ports.terminal.available ? 'prompts are switched off' : ports.terminal.absence;
  return needsLogin(session, why);
}

function asked(
  session: SsoSession,
  way: NonNullable<SignInWay>,
  ports: SignInPorts,
  elsewhere: Elsewhere<SsoToken> | null,
): Promise<SignedIn | SsoToken> {
  return firstOf<SignedIn | SsoToken>([
    async (over) => obtain(session, way, ports, over),
    ...(elsewhere === null
      ? []
      : [async (over: AbortSignal) => foundElsewhere(elsewhere, ports.clock, over)]),
  ]);
}

async function obtain(
  session: SsoSession,
  way: NonNullable<SignInWay>,
  ports: SignInPorts,
  over: AbortSignal,
): Promise<SignedIn> {
  const once = async (): Promise<SignedIn> =>
    way === 'device-code'
      ? deviceSignIn(session, ports, over)
      : browserSignIn(session, way === 'browser', ports, over);
  try {
    return await once();
  } catch (error) {
    if (!(error instanceof AwsRefusal)) {
      throw error;
    }
    if (error.facts.code !== 'InvalidClientException') {
      throw signInRefusal(error, session);
    }
    // The server no longer knows the stored registration. A new one needs no person.
    await dropRegistration(session, way === 'device-code' ? 'device-code' : 'pkce', ports);
  }
  try {
    return await once();
  } catch (error) {
    throw error instanceof AwsRefusal ? signInRefusal(error, session) : error;
  }
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
  if (request.ssoCache === 'shared') {
    if (await writeAwsCliToken(token, session, ports)) {
      noteScopes({ clientId: token.client?.clientId ?? '', scopes: scopesOf(session) }, session, ports);
      await storeOrWarn(
        () => dropOwn(session, ports),
        'the previous sign-in could not be deleted',
        ports.report,
      );
      return { ...token, home: 'aws-cli' };
    }
    ports.report.warn("~/.aws/sso/cache cannot be used: the sign-in is kept in awscred's own store");
  }
  return keepToken(token, [], session, ports);
}
