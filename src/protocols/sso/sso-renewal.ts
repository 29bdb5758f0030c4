import { AwscredError, AwsRefusal } from '../../errors.ts';
import type { SsoSession } from '../../core/plan/step.ts';
import type { Ports } from '../../ports/index.ts';
import { signInRefusal } from './sign-in-refusal.ts';
import { canRefresh, isAlive, isFresh, type SsoToken } from './sso-access-token.ts';
import { deadMark, rememberDead } from './sso-own-token.ts';
import { isSame, type TokenHome } from './sso-token-home.ts';

type Needed = Pick<Ports, 'aws' | 'clock' | 'report' | 'store'>;

/**
 * Renews a token in place; the caller holds the session's lock and has just read it. Null when its refresh token
 * is dead. A network failure is thrown, unless the old token is still good for a while.
 */
export async function renew(
  token: SsoToken,
  home: TokenHome,
  session: SsoSession,
  ports: Needed,
): Promise<SsoToken | null> {
  let current = token;
  for (let round = 0; round < ROUNDS; round += 1) {
    const renewed = await refresh(current, session, ports);
    if (renewed !== null) {
      return renewed === current ? current : home.replace(current, renewed);
    }
    const other = await readAgain(current, home, ports);
    if (other === null) {
      if (current.refreshToken !== null) {
        await rememberDead(current.refreshToken, session, ports);
      }
      return null;
    }
    if (isFresh(other, ports.clock.now())) {
      return other;
    }
    current = other;
  }
  return null;
}

/** Whether to try a refresh: it is possible, and the server has not refused this token before. */
export function isRenewable(token: SsoToken, dead: readonly string[], now: number): boolean {
  return (
    canRefresh(token, now) && token.refreshToken !== null && !dead.includes(deadMark(token.refreshToken))
  );
}

/** One refresh: the new token; the old one if the network failed and it is still valid; null if refused. */
export async function refresh(
  token: SsoToken,
  session: SsoSession,
  ports: Pick<Ports, 'aws' | 'clock' | 'report'>,
): Promise<SsoToken | null> {
  const { client, refreshToken } = token;
  if (client === null || refreshToken === null) {
    return null;
  }
  try {
    const answer = await ports.aws.createToken(session.oidc, client, { type: 'refresh-token', refreshToken });
    return {
      ...token,
      accessToken: answer.accessToken,
      expiresAt: ports.clock.now() + answer.expiresIn * 1000,
      // An answer without a refresh token means that the old one stays valid.
      refreshToken: answer.refreshToken ?? refreshToken,
    };
  } catch (error) {
    return afterFailure(error, token, session, ports);
  }
}

function afterFailure(
  error: unknown,
  token: SsoToken,
  session: SsoSession,
  ports: Pick<Ports, 'clock' | 'report'>,
): SsoToken | null {
  if (error instanceof AwsRefusal) {
    if (ENDED.includes(error.facts.code)) {
      return null;
    }
    throw signInRefusal(error, session);
  }
  if (error instanceof AwscredError && error.code === 'NETWORK' && isAlive(token, ports.clock.now())) {
    ports.report.fact(`the sign-in could not be renewed yet: ${error.message}`);
    return token;
  }
  throw error;
}

/** Answers after which only a new sign-in helps (docs/wire.md, "SSO-OIDC refusals"). */
const ENDED = [
  'InvalidGrantException',
  'InvalidClientException',
  'UnauthorizedClientException',
  'ExpiredTokenException',
  'AccessDeniedException',
];

/** Rounds against other programs that rotate the same token; each ends in a call or in a fresh token. */
const ROUNDS = 3;
const READINGS = 5;
const BETWEEN_READINGS_MS = 500;

// The program that rotated the token may not have written the new one yet. 2.5 s in all.
async function readAgain(
  refused: SsoToken,
  home: TokenHome,
  ports: Pick<Ports, 'clock'>,
): Promise<SsoToken | null> {
  for (let reading = 0; reading < READINGS; reading += 1) {
    await ports.clock.sleep(BETWEEN_READINGS_MS);
    const now = await home.read();
    if (now !== null && !isSame(now, refused)) {
      return now;
    }
  }
  return null;
}
