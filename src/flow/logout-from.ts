import { fingerprints } from '../core/fingerprint.ts';
import { printable } from '../core/printable.ts';
import { tokenRequest } from '../protocols/token-request.ts';
import { logout } from './logout.ts';
import type { Session } from './session.ts';
import { allSessions, chosenSession, targetNamed, type SignInTarget } from './sso-sessions.ts';

export interface LogoutInput {
  readonly name: string | null;
  readonly all: boolean;
}

/** Ends sign-ins and forgets what came of them; returns the sessions' names. */
export async function logoutFrom(session: Session, input: LogoutInput): Promise<readonly string[]> {
  const { ports, request, settings } = session;
  const targets = await targetsOf(session, input);
  const sessions = targets.flatMap((target) => (target.kind === 'session' ? [target.session] : []));
  const done = await logout(sessions, ports, tokenRequest(ports, request, settings));
  const forgotten: string[] = [];
  for (const target of targets) {
    if (target.kind === 'mfa') {
      await forgetCode(session, target);
      forgotten.push(printable(target.plan.profile, 80));
    }
  }
  return [...done.map((one) => one.session), ...forgotten];
}

async function targetsOf(session: Session, input: LogoutInput): Promise<readonly SignInTarget[]> {
  if (input.all) {
    return allSessions(session, 'sign-out').map((one) => ({ kind: 'session', session: one }));
  }
  return [
    input.name === null
      ? await chosenSession(session, 'sign-out')
      : targetNamed(session, input.name, 'sign-out'),
  ];
}

/** An MFA session and all that follows it in this plan. */
async function forgetCode(session: Session, target: Extract<SignInTarget, { kind: 'mfa' }>): Promise<void> {
  for (const key of fingerprints(target.plan.steps).slice(target.index)) {
    await session.ports.store.delete({ kind: 'tmp', key });
  }
}
