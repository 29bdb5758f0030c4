import { pasteable, printable } from '../core/printable.ts';
import type { SsoSession } from '../core/step.ts';

/** The session's name for messages: its own, else the start URL's host. Escaped and cut. */
export function sessionWord(session: SsoSession): string {
  return printable(session.name ?? startHost(session), 80);
}

/** The host of the start URL, for messages; the whole text where it is no URL. */
export function startHost(session: SsoSession): string {
  const text = URL.canParse(session.startUrl) ? new URL(session.startUrl).host : session.startUrl;
  return printable(text, 80);
}

/** What to paste to sign in: `awscred login SESSION`, or `awscred login PROFILE` for a legacy profile. */
export function loginCommand(session: SsoSession, command: string = 'awscred login'): string {
  return pasteable(command, session.name ?? session.profile, session.name === null ? 'PROFILE' : 'SESSION');
}
