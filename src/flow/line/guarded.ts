import { accountOf } from '../../core/arn.ts';
import { plannedRelease } from '../../sources/summary.ts';
import type { Credentials } from '../../core/credentials.ts';
import { fingerprints } from '../../sources/fingerprint.ts';
import { guardsFor, type Guards, type PlanGuards } from '../../core/settings/guards.ts';
import { pasteable } from '../../core/text/printable.ts';
import type { Request } from '../../core/plan/request.ts';
import type { Plan } from '../../core/plan/step.ts';
import { withConfirmation } from '../../protocols/together/confirmation.ts';
import { refuseForbidden } from './allowed-accounts.ts';
import { callerIdentity } from './caller-identity.ts';
import { CredentialCache } from './credential-cache.ts';
import { stsSite } from './plan-for.ts';
import type { Session } from './session.ts';

/**
 * Credentials of a plan, once the guards of `config.ini` allow them. What the plan itself shows is refused or confirmed
 * before any call to AWS; the rest once the account is known, before the credentials are handed out.
 */
export async function guarded(
  session: Session,
  plan: Plan,
  obtain: () => Promise<Credentials>,
): Promise<Credentials> {
  const guards = session.guards();
  const before = guardsFor(plannedRelease(plan), guards);
  const planned = plannedRelease(plan).account;
  refuseForbidden(plan, before, planned);
  const release = { session, plan };
  const work = async (): Promise<Checked> => checked(release, guards, await obtain());
  const done = before.confirm ? await confirmed(release, before, planned, work) : await work();
  const isOther = planned !== null && done.account !== null && done.account !== planned;
  if (done.guards.confirm && (!before.confirm || isOther)) {
    await confirmed(release, done.guards, done.account, async () => Promise.resolve(done));
  }
  return done.credentials;
}

/** The plan whose credentials are wanted, and for whom. */
interface Release {
  readonly session: Session;
  readonly plan: Plan;
}

/** Credentials, what is known of their account, and the guards that apply to it. */
interface Checked {
  readonly credentials: Credentials;
  readonly account: string | null;
  readonly guards: PlanGuards;
}

async function checked(release: Release, guards: Guards, obtained: Credentials): Promise<Checked> {
  const { plan } = release;
  const claimed = guardsFor(plannedRelease(plan), guards, obtained.accountId);
  const mustKnow = claimed.allowedAccounts !== null || claimed.accountMatters;
  const credentials = mustKnow ? await withProof(release, obtained) : obtained;
  const account = accountOf(credentials.arn ?? '') ?? credentials.accountId;
  const held = guardsFor(plannedRelease(plan), guards, account);
  refuseForbidden(plan, held, account);
  return { credentials, account, guards: held };
}

/**
 * The account of the ARN that AWS returned with them, else GetCallerIdentity's, which is stored with them. For keys in
 * a file it is asked each time.
 */
async function withProof({ session, plan }: Release, credentials: Credentials): Promise<Credentials> {
  if (accountOf(credentials.arn ?? '') !== null) {
    return credentials;
  }
  const { ports, request } = session;
  const { accountId, arn } = await callerIdentity(session, credentials, stsSite(session, plan.profile));
  const proven = { ...credentials, accountId, arn };
  await new CredentialCache(ports, request).prove(fingerprints(plan.steps).at(-1) ?? '', plan, proven);
  return proven;
}

async function confirmed(
  { session, plan }: Release,
  { accountName }: PlanGuards,
  account: string | null,
  work: () => Promise<Checked>,
): Promise<Checked> {
  const { ports, request } = session;
  const confirmation = {
    profile: plan.profile,
    account,
    accountName,
    plan: fingerprints(plan.steps).at(-1) ?? '',
    hint: pasteable(`awscred exec${extraHop(request)}`, plan.profile, 'PROFILE'),
  };
  return withConfirmation(confirmation, { ports, request }, work, ({ credentials }) => {
    return credentials.expiresAt ?? ports.clock.now() + KEYS_HOLD_MS;
  });
}

/** `--role-arn` as it was given; a placeholder where a shell would not take it unquoted. */
function extraHop({ roleArn }: Request): string {
  if (roleArn === null) {
    return '';
  }
  return ` --role-arn ${/^[A-Za-z0-9:/+=,.@_-]+$/.test(roleArn) ? roleArn : 'ARN'}`;
}

/** Long-lived keys never expire: a confirmation for them lasts as long as an ordinary role session. */
const KEYS_HOLD_MS = 3_600_000;
