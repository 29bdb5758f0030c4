import type { SsoSession, Plan } from '../../core/plan/step.ts';
import type { LockOptions } from '../../ports/store/lock.ts';
import { passOnRefusal, lockWait } from '../../protocols/together/lock-wait.ts';
import { type SsoToken, ssoLock, sessionWord } from '../../protocols/sso/sso-access-token.ts';
import {
  accessToken,
  readyToken,
  type TokenPorts,
  type TokenRequest,
  tokenRequest,
} from '../../protocols/sso/sso-token.ts';
import { signIn } from '../../protocols/sso/sso-sign-in.ts';
import { fingerprints } from '../../sources/fingerprint.ts';
import { printable } from '../../core/text/printable.ts';
import { showClock, toIso } from '../../core/text/time.ts';
import { execute } from '../line/execute.ts';
import { learnAccounts } from './learn-accounts.ts';
import { allTargets, chosenTarget, targetNamed, type SignInTarget } from './sso-sessions.ts';
import type { Run } from '../line/run.ts';

interface LoginRequest extends TokenRequest {
  /** `--if-needed`: a sign-in that is valid, or can be renewed without a person, is not repeated. */
  readonly ifNeeded: boolean;
}

/** One session signed in to. */
interface LoggedIn {
  readonly session: string;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
  readonly token: SsoToken;
}

/**
 * Signs in to each session in turn, even if already signed in, unless `ifNeeded`. The store is checked first, so that nobody signs
 * in for a token that cannot be stored. Throws what `signIn` throws, at the first session that fails.
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
    done.push({ session: sessionWord(session), expiresAt: token.expiresAt, token });
  }
  return done;
}

/** Of several simultaneous logins to one session, one asks and the others use its answer. */
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

/** Logins wait for each other under a lock of their own, but not for the question of another command. */
function loginLock(name: string): string {
  return `login:${name}`;
}

function waitingForLogin(lock: LockOptions): LockOptions {
  return { ...lock, besideAsking: false };
}

interface LoginInput {
  /** An [sso-session], or a profile; null for the only session. */
  readonly name: string | null;
  readonly all: boolean;
  readonly ifNeeded: boolean;
}

/** One sign-in done, for `--json`. */
interface SignInDone {
  readonly session: string;
  readonly expires: string | null;
}

/** Signs in, even if already signed in, unless `ifNeeded`. */
export async function loginTo(run: Run, input: LoginInput): Promise<readonly SignInDone[]> {
  const targets = await targetsOf(run, input);
  const done: SignInDone[] = [];
  for (const target of targets) {
    done.push(...(await signInTo(run, target, input.ifNeeded)));
  }
  return done;
}

async function targetsOf(run: Run, input: LoginInput): Promise<readonly SignInTarget[]> {
  if (input.all) {
    return allTargets(run, 'sign-in');
  }
  return [input.name === null ? await chosenTarget(run, 'sign-in') : targetNamed(run, input.name, 'sign-in')];
}

async function signInTo(run: Run, target: SignInTarget, ifNeeded: boolean): Promise<readonly SignInDone[]> {
  if (target.kind === 'step') {
    return [await stepAnswered(run, target.plan, target.index, ifNeeded)];
  }
  const { ports, request, settings } = run;
  const done = await login([target.session], ports, { ...tokenRequest(ports, request, settings), ifNeeded });
  for (const { token } of done) {
    await learnAccounts(target.session, token, ports);
  }
  return done.map((one) => ({ session: one.session, expires: toIso(one.expiresAt) }));
}

/** The plan up to the step that a person answers: later steps ask nobody. */
async function stepAnswered(run: Run, plan: Plan, index: number, ifNeeded: boolean): Promise<SignInDone> {
  const { ports, settings } = run;
  const steps = plan.steps.slice(0, index + 1);
  const name = loginLock(fingerprints(steps).at(-1) ?? '');
  const lock = waitingForLogin(lockWait(ports, run.request));
  const { credentials } = await ports.locks.withLock(name, lock, async (turn) => {
    passOnRefusal(turn);
    const isDone = ifNeeded || turn.before !== null;
    const request = { ...run.request, refresh: run.request.refresh || !isDone };
    return execute({ plan: { ...plan, steps }, config: run.config(), request, settings }, ports);
  });
  const expires = credentials.expiresAt;
  const until = expires === null ? '' : ` until ${showClock(expires, ports.clock.now())}`;
  ports.report.done(`${printable(plan.profile, 80)} is signed in${until}`);
  return { session: printable(plan.profile, 80), expires: expires === null ? null : toIso(expires) };
}
