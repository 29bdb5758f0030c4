import { pasteable, printable } from '../../core/text/printable.ts';
import { showDuration } from '../../core/text/time.ts';
import { AwscredError, type AwsRefusal } from '../../errors.ts';
import { IAM_MEANINGS } from './iam-refusals.ts';
import { PORTAL_MEANINGS } from './portal-refusals.ts';
import { STS_MEANINGS } from './sts-refusals.ts';
import type { Meaning, Meanings } from './meaning.ts';

interface RefusalContext {
  /** What was tried, escaped already: `AssumeRole of arn:aws:iam::444455556666:role/Admin`. */
  readonly what: string;
  /** What `awscred login` takes to sign in again: a session's name, else the profile's. Null where no sign-in helps. */
  readonly login: string | null;
  /** The line of the config that asked for it. */
  readonly at?: { readonly file: string | null; readonly line: number | null } | null;
}

/** What the OIDC service refuses is told by sso/sign-in-refusal.ts, which knows the session. */
const NONE: Meanings = new Map();
const TABLES = {
  sts: STS_MEANINGS,
  iam: IAM_MEANINGS,
  sso: PORTAL_MEANINGS,
  'sso-oidc': NONE,
  signin: NONE,
  rolesanywhere: NONE,
} as const;

/**
 * AWS's refusal as one sentence about what it means and one hint.
 * AWS's own words follow where they say more than the code; they are in `--debug` too, with the request id. For
 * AccessDenied on AssumeRole this is the default of a caller that knows nothing of the plan.
 */
export function refusalError(refusal: AwsRefusal, context: RefusalContext): AwscredError {
  const { service, code, message, status } = refusal.facts;
  const known = TABLES[service].get(code)?.(message);
  const meaning = known ?? unknownMeaning(status, message);
  const shownCode = printable(code, 80);
  return new AwscredError(meaning.code, `AWS refused ${context.what}: ${meaning.sentence} (${shownCode})`, {
    hints: [meaning.hint ?? loginHint(context.login), ...clockHints(refusal)],
    details: known === undefined ? [] : awsWords(refusal),
    at: context.at ?? null,
    cause: refusal,
  });
}

/** What AWS said, for a line of its own under the message; nothing where it says no more than the code. */
export function awsWords({ facts }: AwsRefusal): readonly string[] {
  const words = facts.message.trim();
  const isMore = words !== '' && words !== facts.code && !STOCK.some((text) => text.test(words));
  return isMore ? [`AWS says: "${printable(words, MOST_WORDS)}"`] : [];
}

const MOST_WORDS = 480;

/** The texts that say what their code says, the same for everybody. */
const STOCK = [
  /^access ?denied\.?$/i,
  /^the security token included in the request is (expired|invalid)\.?$/i,
  /^the request signature we calculated does not match the signature you provided\./i,
  /^MultiFactorAuthentication failed with invalid MFA one time pass code\.?$/i,
  /^request is missing authentication token\.?$/i,
  /^(unknown|unknown ?error|forbidden|unauthorized)\.?$/i,
];

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
