import { pasteable, printable } from '../../core/text/printable.ts';
import { showDuration } from '../../core/text/time.ts';
import { AwscredError, type AwsRefusal } from '../../errors.ts';
import { PORTAL_MEANINGS } from './portal-refusals.ts';
import { STS_MEANINGS } from './sts-refusals.ts';
import type { Meaning, Meanings } from './meaning.ts';

export interface RefusalContext {
  /** What was tried, escaped already: `AssumeRole of arn:aws:iam::444455556666:role/Admin`. */
  readonly what: string;
  /** What `awscred login` takes to sign in again: a session's name, else the profile's. Null where no sign-in helps. */
  readonly login: string | null;
  /** The line of the config that asked for it. */
  readonly at?: { readonly file: string | null; readonly line: number | null } | null;
}

/** What the OIDC service refuses is told by sso/sign-in-refusal.ts, which knows the session. */
const TABLES = { sts: STS_MEANINGS, sso: PORTAL_MEANINGS, 'sso-oidc': new Map() as Meanings } as const;

/**
 * AWS's refusal as one sentence about what it means and one hint.
 * AWS's own message and request id are in `--debug`, written where the call was made. For AccessDenied on AssumeRole this
 * is the text for callers that do not know the plan.
 */
export function refusalError(refusal: AwsRefusal, context: RefusalContext): AwscredError {
  const { service, code, message, status } = refusal.facts;
  const meaning = TABLES[service].get(code)?.(message) ?? unknownMeaning(status, message);
  const shownCode = printable(code, 80);
  return new AwscredError(meaning.code, `AWS refused ${context.what}: ${meaning.sentence} (${shownCode})`, {
    hints: [meaning.hint ?? loginHint(context.login), ...clockHints(refusal)],
    at: context.at ?? null,
    cause: refusal,
  });
}

function unknownMeaning(status: number, message: string): Meaning {
  const words = message === '' ? `status ${status}` : `"${printable(message)}"`;
  return {
    code: 'REFUSED',
    sentence: words,
    hint: '--debug shows the call, with the request id for AWS support',
  };
}

function loginHint(login: string | null): string {
  return login === null
    ? 'sign in again: awscred login'
    : `sign in again: ${pasteable('awscred login', login)}`;
}

/** A wrong clock explains many refusals, so every refusal mentions it. */
function clockHints(refusal: AwsRefusal): readonly string[] {
  const offset = refusal.facts.clockOffset;
  if (offset === null || Math.abs(offset) < 5 * 60_000) {
    return [];
  }
  const direction = offset > 0 ? 'ahead of' : 'behind';
  return [`the clock of this machine is ${showDuration(Math.abs(offset))} ${direction} AWS's`];
}
