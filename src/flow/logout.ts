import { printable } from '../core/printable.ts';
import type { SsoSession } from '../core/step.ts';
import { showClock } from '../core/time.ts';
import { ssoLock } from '../protocols/sso-key.ts';
import { signOut } from '../protocols/sso-sign-out.ts';
import type { SignedOut } from '../protocols/sso-sign-out.ts';
import type { TokenPorts, TokenRequest } from '../protocols/sso-token.ts';

/**
 * Signs out of each session: on the server as well as it can, then here; what was obtained through it is
 * forgotten. Says what remains. Twice is no error.
 */
export async function logout(
  sessions: readonly SsoSession[],
  ports: TokenPorts,
  request: Pick<TokenRequest, 'lock' | 'mayReceiveForeignToken'>,
): Promise<readonly SignedOut[]> {
  // Where a person is being asked to sign in there is no sign-in to fight over.
  const lock = { ...request.lock, besideAsking: true };
  const done: SignedOut[] = [];
  for (const session of sessions) {
    done.push(
      await ports.locks.withLock(ssoLock(session), lock, async () => signOut(session, ports, request)),
    );
  }
  for (const { session } of done.filter((one) => one.awsCliRemains)) {
    ports.report.warn(`the AWS CLI is still signed in to ${session}: aws sso logout`);
  }
  const held = heldByThisShell(ports);
  if (held !== null) {
    ports.report.warn(held);
  }
  return done;
}

function heldByThisShell(ports: TokenPorts): string | null {
  const { environment, clock } = ports;
  const profile = environment.get('AWSCRED_PROFILE');
  const expires = Number(environment.get('AWSCRED_EXPIRES') ?? Number.NaN) * 1000;
  const now = clock.now();
  if (profile === null || expires <= now) {
    return null;
  }
  const until = Number.isFinite(expires) ? ` until ${showClock(expires, now)}` : '';
  return `this shell still holds ${printable(profile, 80)}${until}: eval $(awscred assume --unset)`;
}
