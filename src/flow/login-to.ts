import { fingerprints } from '../core/fingerprint.ts';
import { printable } from '../core/printable.ts';
import { toIso } from '../core/time.ts';
import type { Plan } from '../core/step.ts';
import { tokenRequest } from '../protocols/token-request.ts';
import { lockWait, passOnRefusal } from '../protocols/lock-wait.ts';
import { execute } from './execute.ts';
import { login, loginLock, waitingForLogin } from './login.ts';
import type { Session } from './session.ts';
import { allSessions, chosenSession, targetNamed, type SignInTarget } from './sso-sessions.ts';

export interface LoginInput {
  /** An [sso-session], or a profile; null for the only session. */
  readonly name: string | null;
  readonly all: boolean;
  readonly ifNeeded: boolean;
}

/** One sign-in done, for `--json`. */
export interface SignInDone {
  readonly session: string;
  readonly expires: string | null;
}

/** Signs in: always anew, unless `ifNeeded`. */
export async function loginTo(session: Session, input: LoginInput): Promise<readonly SignInDone[]> {
  const targets = await targetsOf(session, input);
  const done: SignInDone[] = [];
  for (const target of targets) {
    done.push(...(await signInTo(session, target, input.ifNeeded)));
  }
  return done;
}

async function targetsOf(session: Session, input: LoginInput): Promise<readonly SignInTarget[]> {
  if (input.all) {
    return allSessions(session, 'sign-in').map((one) => ({ kind: 'session', session: one }));
  }
  return [
    input.name === null
      ? await chosenSession(session, 'sign-in')
      : targetNamed(session, input.name, 'sign-in'),
  ];
}

async function signInTo(
  session: Session,
  target: SignInTarget,
  ifNeeded: boolean,
): Promise<readonly SignInDone[]> {
  if (target.kind === 'mfa') {
    return [await codeFor(session, target.plan, target.index, ifNeeded)];
  }
  const { ports, request, settings } = session;
  const done = await login([target.session], ports, { ...tokenRequest(ports, request, settings), ifNeeded });
  return done.map((one) => ({ session: one.session, expires: toIso(one.expiresAt) }));
}

/** The plan up to the step that takes the code; what comes after costs nobody anything. */
async function codeFor(session: Session, plan: Plan, index: number, ifNeeded: boolean): Promise<SignInDone> {
  const { ports, settings } = session;
  const steps = plan.steps.slice(0, index + 1);
  const name = loginLock(fingerprints(steps).at(-1) ?? '');
  const lock = waitingForLogin(lockWait(ports, session.request));
  const { credentials } = await ports.locks.withLock(name, lock, async (turn) => {
    passOnRefusal(turn);
    const isDone = ifNeeded || turn.before !== null;
    const request = { ...session.request, refresh: session.request.refresh || !isDone };
    return execute({ plan: { ...plan, steps }, config: session.config(), request, settings }, ports);
  });
  const expires = credentials.expiresAt;
  return { session: printable(plan.profile, 80), expires: expires === null ? null : toIso(expires) };
}
