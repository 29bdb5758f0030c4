import type { Secret } from '../../core/secret.ts';
import type { SsoSession } from '../../core/plan/step.ts';
import type { LockOptions } from '../../ports/store/lock.ts';
import { awsCliTokenText, readAwsCliToken } from '../aws-cli/aws-cli-token-files.ts';
import { savedAt } from '../together/elsewhere.ts';
import { singleFlight } from '../together/single-flight.ts';
import { isFresh, type SsoToken, ssoKey, ssoLock } from './sso-access-token.ts';
import { deadMark, readOwn, rememberDead } from './sso-own-token.ts';
import { isRenewable, renew } from './sso-renewal.ts';
import { signIn, type SignInPorts, type SignInRequest, unattended } from './sso-sign-in.ts';
import { awsCliHome, storeHome, type TokenHome } from './sso-token-home.ts';
import type { Request } from '../../core/plan/request.ts';
import type { Settings } from '../../core/settings/settings.ts';
import type { Ports } from '../../ports/index.ts';
import { lockWait } from '../together/lock-wait.ts';

export interface TokenRequest extends SignInRequest {
  readonly lock: LockOptions;
  /** An access token that the service has just refused: it is renewed or replaced, never returned. */
  readonly rejected?: Secret;
}

export type TokenPorts = SignInPorts;

/**
 * A token that is good for a call: awscred's own; else its renewal; else the AWS CLI's, likewise; else a sign-in.
 * A fresh token costs no lock. Throws what `signIn` throws, WAITED (6), and the store's errors (5).
 */
export async function accessToken(
  session: SsoSession,
  ports: TokenPorts,
  request: TokenRequest,
): Promise<SsoToken> {
  const ready = await readyToken(session, ports, request);
  if (ready !== null) {
    return ready;
  }
  const look = async (): Promise<SsoToken | null> => readyToken(session, ports, request);
  const elsewhere = { look, trace: () => traceOf(session, ports) };
  const flight = {
    name: ssoLock(session),
    lock: request.lock,
    look,
    refuse: async () => refuseUnattended(session, ports, request),
    obtain: async () => {
      const renewed = await renewedToken(session, ports, request);
      if (renewed !== null) {
        return renewed;
      }
      if (request.rejected !== undefined) {
        await rememberDead(request.rejected, session, ports);
      }
      return signIn(session, ports, request, elsewhere);
    },
  };
  return singleFlight(flight, ports.locks);
}

/** Throws where only a person's sign-in helps, nobody can be asked here, and nobody is being asked elsewhere. */
async function refuseUnattended(
  session: SsoSession,
  ports: TokenPorts,
  request: TokenRequest,
): Promise<void> {
  const error = unattended(session, ports, request);
  const isAsked = (): boolean => (ports.locks.holder(ssoLock(session))?.asking ?? null) !== null;
  if (error !== null && (await needsSignIn(session, ports, request)) && !isAsked()) {
    throw error;
  }
}

/** Whether `accessToken` would have to ask a person; makes no call and takes no lock. */
export async function needsSignIn(
  session: SsoSession,
  ports: TokenPorts,
  request: TokenRequest,
): Promise<boolean> {
  const { dead, token } = await readOwn(session, ports);
  const foreign = await readAwsCliToken(session, ports);
  return ![token, foreign].some(
    (each) =>
      isReady(each, dead, ports, request) || (each !== null && isRenewable(each, dead, ports.clock.now())),
  );
}

/** A token that is fresh as it is stored, without a call. Null where it must be renewed first, or there is none. */
export async function readyToken(
  session: SsoSession,
  ports: TokenPorts,
  request: TokenRequest,
): Promise<SsoToken | null> {
  const own = await readOwn(session, ports);
  if (isReady(own.token, own.dead, ports, request)) {
    return own.token;
  }
  if (own.token !== null && isRenewable(own.token, own.dead, ports.clock.now())) {
    return null;
  }
  const foreign = await readAwsCliToken(session, ports);
  return isReady(foreign, own.dead, ports, request) ? foreign : null;
}

async function renewedToken(
  session: SsoSession,
  ports: TokenPorts,
  request: TokenRequest,
): Promise<SsoToken | null> {
  // Both may go to the session's services: planning lets no other host have a token (core/endpoint/endpoint-trust.ts).
  const { dead } = await readOwn(session, ports);
  const homes: readonly TokenHome[] = [storeHome(session, dead, ports), awsCliHome(session, dead, ports)];
  for (const home of homes) {
    const token = await home.read();
    if (isReady(token, dead, ports, request)) {
      return token;
    }
    const canBe = token !== null && isRenewable(token, dead, ports.clock.now());
    const renewed = canBe ? await renew(token, home, session, ports) : null;
    if (renewed !== null) {
      return renewed;
    }
  }
  return null;
}

function isReady(
  token: SsoToken | null,
  dead: readonly string[],
  ports: TokenPorts,
  { rejected }: TokenRequest,
): token is SsoToken {
  return (
    token !== null &&
    isFresh(token, ports.clock.now()) &&
    token.accessToken.reveal() !== rejected?.reveal() &&
    !dead.includes(deadMark(token.accessToken))
  );
}

/** Changes when somebody has signed in or renewed, the AWS CLI too. */
function traceOf(session: SsoSession, ports: TokenPorts): string {
  const own = savedAt({ kind: 'sso', key: ssoKey(session) }, ports.store);
  return `${own} ${awsCliTokenText(session, ports) ?? ''}`;
}

/** How to get an SSO token, from a command's options and the settings. */
export function tokenRequest(
  ports: Pick<Ports, 'terminal' | 'report'>,
  request: Request,
  settings: Settings,
  rejected: Secret | null = null,
): TokenRequest {
  const { asking, noBrowser, deviceCode } = request;
  return {
    signIn: { asking, noBrowser, deviceCode },
    ssoCache: settings.ssoCache,
    lock: lockWait(ports, request),
    ...(rejected === null ? {} : { rejected }),
  };
}
