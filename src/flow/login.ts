import type { SsoSession } from '../core/step.ts';
import { accessToken } from '../protocols/sso-token.ts';
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
    const token = request.ifNeeded
      ? await accessToken(session, ports, request)
      : await ports.locks.withLock(ssoLock(session), request.lock, () => signIn(session, ports, request));
    done.push({ session: sessionWord(session), expiresAt: token.expiresAt, home: token.home });
  }
  return done;
}
