import { printable } from '../../core/text/printable.ts';
import type { SsoSession } from '../../core/plan/step.ts';
import { showClock } from '../../core/text/time.ts';
import { ssoLock } from '../../protocols/sso/sso-access-token.ts';
import { signOut, type SignedOut } from '../../protocols/sso/sso-sign-out.ts';
import { type TokenPorts, type TokenRequest, tokenRequest } from '../../protocols/sso/sso-token.ts';
import { itemAccount } from '../../core/item-account.ts';
import { fingerprints } from '../../sources/fingerprint.ts';
import { sourceOf } from '../../sources/index.ts';
import { allTargets, chosenTarget, targetNamed, type SignInTarget } from './sso-sessions.ts';
import type { Run } from '../line/run.ts';

/**
 * Signs out of each session: on the server if it can be reached, then here. What was obtained through it is deleted.
 * Reports what remains. Signing out twice is no error.
 */
export async function logout(
  sessions: readonly SsoSession[],
  ports: TokenPorts,
  request: Pick<TokenRequest, 'lock'>,
): Promise<readonly SignedOut[]> {
  // While a person is being asked to sign in there is no sign-in to wait for.
  const lock = { ...request.lock, besideAsking: true };
  const done: SignedOut[] = [];
  for (const session of sessions) {
    done.push(await ports.locks.withLock(ssoLock(session), lock, async () => signOut(session, ports)));
  }
  done.forEach((one) => ports.report.done(signedOutLine(one)));
  for (const { session } of done.filter((one) => one.awsCliRemains)) {
    ports.report.warn(`the AWS CLI is still signed in to ${session}: aws sso logout`);
  }
  const held = heldByThisShell(ports);
  if (held !== null) {
    ports.report.warn(held);
  }
  return done;
}

function signedOutLine({ session, wasSignedIn, forgotten }: SignedOut): string {
  const line = wasSignedIn ? `signed out of ${session}` : `awscred had no sign-in to ${session}`;
  return forgotten === 0 ? line : `${line}; ${countWords(forgotten)} forgotten`;
}

function countWords(count: number): string {
  return `${count} temporary ${count === 1 ? 'credential' : 'credentials'}`;
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

interface LogoutInput {
  readonly name: string | null;
  readonly all: boolean;
}

/** Signs out and deletes what was obtained through the sign-ins; returns the sessions' names. */
export async function logoutFrom(run: Run, input: LogoutInput): Promise<readonly string[]> {
  const { ports, request, settings } = run;
  const targets = await targetsOf(run, input);
  const sessions = targets.flatMap((target) => (target.kind === 'session' ? [target.session] : []));
  const done = await logout(sessions, ports, tokenRequest(ports, request, settings));
  const forgotten: string[] = [];
  for (const target of targets) {
    if (target.kind === 'step') {
      const name = printable(target.plan.profile, 80);
      const { count, hadSignIn } = await forgetStep(run, target);
      const what = [...(hadSignIn ? ['the sign-in'] : []), ...(count === 0 ? [] : [countWords(count)])];
      ports.report.done(
        what.length === 0
          ? `awscred stored nothing of ${name}’s sign-in`
          : `${name}: ${what.join(' and ')} forgotten`,
      );
      forgotten.push(name);
    }
  }
  return [...done.map((one) => one.session), ...forgotten];
}

async function targetsOf(run: Run, input: LogoutInput): Promise<readonly SignInTarget[]> {
  if (input.all) {
    return allTargets(run, 'sign-out');
  }
  return [
    input.name === null ? await chosenTarget(run, 'sign-out') : targetNamed(run, input.name, 'sign-out'),
  ];
}

/** The step that a person answers, what follows it in this plan, and all else that was obtained with it or its sign-in. */
async function forgetStep(
  { ports }: Run,
  { plan, index }: Extract<SignInTarget, { kind: 'step' }>,
): Promise<{ readonly count: number; readonly hadSignIn: boolean }> {
  const step = plan.steps[index];
  if (step === undefined) {
    return { count: 0, hadSignIn: false };
  }
  const source = sourceOf(step);
  const accounts = fingerprints(plan.steps)
    .slice(index)
    .map((key) => itemAccount('tmp', key));
  const [first = ''] = accounts;
  const signIn = source.signIn(step);
  const isThrough = (through: string | null): boolean => signIn !== null && through === signIn.key;
  const count = await ports.store.forget(
    ({ account, after = [], through }) =>
      accounts.includes(account) || after.includes(first) || isThrough(through),
  );
  return { count, hadSignIn: (await source.signOut?.(step, ports)) ?? false };
}
