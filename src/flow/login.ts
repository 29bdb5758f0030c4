import type { SsoSession } from '../core/step.ts';
import type { LockOptions } from '../ports/lock.ts';
import { passOnRefusal } from '../protocols/lock-wait.ts';
import type { SsoToken } from '../protocols/sso-access-token.ts';
import { accessToken, readyToken } from '../protocols/sso-token.ts';
import type { TokenPorts, TokenRequest } from '../protocols/sso-token.ts';
import { ssoLock } from '../protocols/sso-key.ts';
import { sessionWord } from '../protocols/sso-session-words.ts';
import { signIn } from '../protocols/sso-sign-in.ts';

export interface LoginRequest extends TokenRequest {
  /** `--if-needed`: a sign-in that is good, or can be renewed without a person, is kept. */
  readonly ifNeeded: boolean;
}

/** One session signed in to, for `--json`. */
export interface LoggedIn {
  readonly session: string;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
  /** Whether the token is in awscred's store or in the AWS CLI's file. */
  readonly home: 'store' | 'aws-cli';
}

/**
 * Signs in to each session in turn, always anew unless `ifNeeded`. The store is tried first, so that nobody signs
 * in for a token that cannot be kept. Throws what `signIn` throws, at the first session that fails.
 */
export async function login(
  sessions: readonly SsoSession[],
  ports: TokenPorts,
  request: LoginRequest,
): Promise<readonly LoggedIn[]> {
  await ports.store.prepare();
  const done: LoggedIn[] = [];
  for (const session of sessions) {
    const token = await signedIn(session, ports, request);
    done.push({ session: sessionWord(session), expiresAt: token.expiresAt, home: token.home });
  }
  return done;
}

/** Of several logins to one session at once, one asks, and the others take its answer. */
async function signedIn(session: SsoSession, ports: TokenPorts, request: LoginRequest): Promise<SsoToken> {
  const { ifNeeded, lock } = request;
  const ready = ifNeeded ? await readyToken(session, ports, request) : null;
  return (
    ready ??
    ports.locks.withLock(loginLock(ssoLock(session)), waitingForLogin(lock), async (turn) => {
      const theirs = turn.before?.outcome === 'answered' ? await readyToken(session, ports, request) : null;
      if (theirs !== null) {
        return theirs;
      }
      passOnRefusal(turn);
      return ifNeeded
        ? accessToken(session, ports, request)
        : ports.locks.withLock(ssoLock(session), lock, async () => signIn(session, ports, request));
    })
  );
}

/** Logins wait for each other under a lock of their own; for a question of another command they do not wait. */
export function loginLock(name: string): string {
  return `login:${name}`;
}

export function waitingForLogin(lock: LockOptions): LockOptions {
  return { ...lock, besideAsking: false };
}
