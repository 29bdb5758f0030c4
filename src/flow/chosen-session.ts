import { pasteable, printable } from '../core/printable.ts';
import { chooseProfile } from '../core/profile-choice.ts';
import type { SsoSession } from '../core/step.ts';
import { AwscredError } from '../errors.ts';
import type { Session } from './session.ts';
import { allSessions, targetNamed, type Purpose, type SignInTarget } from './sso-sessions.ts';

/**
 * Without a word: the only session, else a picker on the terminal, else the profile that a variable names.
 * AwscredError USAGE where that leaves nothing to choose by.
 */
export async function chosenSession(session: Session, purpose: Purpose): Promise<SignInTarget> {
  const sessions = allSessions(session, purpose);
  const [only, second] = sessions;
  if (only !== undefined && second === undefined) {
    return { kind: 'session', session: only };
  }
  const { terminal, environment } = session.ports;
  if (only !== undefined && terminal.available) {
    return targetNamed(session, await picked(session, sessions), purpose);
  }
  const current = chooseProfile(null, environment);
  if (current.from === 'default') {
    throw nothingChosen(sessions, purpose);
  }
  return targetNamed(session, current.name, purpose);
}

async function picked({ ports }: Session, sessions: readonly SsoSession[]): Promise<string> {
  const choices = sessions.map((one) => ({
    value: wordFor(one),
    label: printable(wordFor(one), 80),
    note: printable(one.startUrl, 100),
  }));
  const chosen = await ports.terminal.choose('SSO session', choices);
  if (chosen === null) {
    throw new AwscredError('INTERRUPTED', 'no session was chosen');
  }
  return chosen;
}

function nothingChosen(sessions: readonly SsoSession[], purpose: Purpose): AwscredError {
  if (sessions.length === 0) {
    return new AwscredError('USAGE', 'there is no SSO session to name', {
      hints: ['add an [sso-session] to ~/.aws/config, or name a profile that asks for an MFA code'],
    });
  }
  const command = purpose === 'sign-in' ? 'awscred login' : 'awscred logout';
  const named = sessions.slice(0, 3).map((one) => pasteable(command, wordFor(one), 'SESSION'));
  return new AwscredError('USAGE', `there are ${sessions.length} SSO sessions: name one`, {
    hints: [...named, `${command} --all`],
  });
}

function wordFor(session: SsoSession): string {
  return session.name ?? session.profile;
}
