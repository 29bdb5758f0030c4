import { accountOf } from '../../../core/arn.ts';
import { plannedRelease } from '../../../sources/summary.ts';
import type { Credentials } from '../../../core/credentials.ts';
import { fingerprints } from '../../../sources/fingerprint.ts';
import { guardsFor, type Guards, type PlanGuards } from '../../../core/settings/guards.ts';
import { pasteable, printable } from '../../../core/text/printable.ts';
import type { Request } from '../../../core/plan/request.ts';
import type { Plan } from '../../../core/plan/step.ts';
import { type Confirmation, withConfirmation } from '../../../protocols/together/confirmation.ts';
import { isBelieved } from '../../../core/endpoint/endpoint-trust.ts';
import { AwscredError } from '../../../errors.ts';
import { sourceOf } from '../../../sources/index.ts';
import { refuseForbidden } from './allowed-accounts.ts';
import { callerIdentity } from './caller-identity.ts';
import { CredentialCache } from '../kept/credential-cache.ts';
import { planFor, provingSite, stsSite } from '../plan-for.ts';
import { refuseWithoutMfa } from './without-mfa.ts';
import type { Run } from '../run.ts';

/**
 * Credentials of a plan, once the guards of `config.ini` allow them. What the plan itself shows is refused or confirmed
 * before any call to AWS; the rest once the account is known, before the credentials are handed out.
 */
export async function guarded(
  run: Run,
  plan: Plan,
  obtain: (plan: Plan) => Promise<Credentials>,
): Promise<Released> {
  const guards = run.guards();
  const before = guardsFor(plannedRelease(plan), guards);
  const planned = plannedRelease(plan).account;
  refuseForbidden(plan, before, planned);
  refuseWithoutMfa(plan, before);
  const release = { run, plan };
  const work = async (): Promise<Checked> =>
    narrower(release, obtain, await checked(release, guards, await obtain(plan)));
  const done = before.confirm ? await confirmed(release, before, planned, work) : await work();
  const isOther = planned !== null && done.account !== null && done.account !== planned;
  if (done.guards.confirm && (!before.confirm || isOther)) {
    await confirmed(release, done.guards, done.account, async () => Promise.resolve(done));
  }
  return { plan: done.plan, credentials: done.credentials };
}

/** What a plan gave, and the plan that gave it. */
export interface Released {
  readonly plan: Plan;
  readonly credentials: Credentials;
}

/** Once the account is known, its guards may narrow further than the plan could show: what was obtained stays inside. */
async function narrower(
  { run, plan }: Release,
  obtain: (plan: Plan) => Promise<Credentials>,
  done: Checked,
): Promise<Checked> {
  refuseWithoutMfa(plan, done.guards);
  if (done.account === null || done.account === plannedRelease(plan).account) {
    return done;
  }
  const known = planFor(run, plan.profile, done.account);
  return fingerprints(known.steps).at(-1) === fingerprints(plan.steps).at(-1)
    ? done
    : { ...done, plan: known, credentials: await obtain(known) };
}

/** The plan whose credentials are wanted, and for whom. */
interface Release {
  readonly run: Run;
  readonly plan: Plan;
}

/** Credentials, what is known of their account, and the guards that apply to it. */
interface Checked {
  readonly plan: Plan;
  readonly credentials: Credentials;
  readonly account: string | null;
  readonly guards: PlanGuards;
}

async function checked(release: Release, guards: Guards, obtained: Credentials): Promise<Checked> {
  const { plan } = release;
  const planned = plannedRelease(plan);
  // Whatever claims the account may forbid it; only what is proven satisfies.
  const claim = accountOfAnswer(obtained);
  const claimed = guardsFor(planned, guards, claim);
  refuseForbidden(plan, claimed, claim);
  const mustKnow = claimed.allowedAccounts !== null || claimed.accountMatters;
  const credentials = mustKnow ? await withProof(release, obtained) : obtained;
  const account = accountOfAnswer(credentials);
  const held = guardsFor(planned, guards, account);
  refuseForbidden(plan, held, account);
  return { plan, credentials, account, guards: held };
}

function accountOfAnswer({ arn, accountId }: Credentials): string | null {
  return accountOf(arn ?? '') ?? accountId;
}

/**
 * The account of the ARN that AWS returned with them, else GetCallerIdentity's, which is stored with them. For keys in
 * a file it is asked each time. What an endpoint answers that a variable or the profile names proves nothing, unless
 * `trusted_endpoints` lists it: then AWS's own host is asked.
 */
async function withProof({ run, plan }: Release, credentials: Credentials): Promise<Credentials> {
  if (accountOf(credentials.arn ?? '') !== null && isAnswerBelieved(run, plan)) {
    return credentials;
  }
  const { ports, request } = run;
  const site = provingSite(run, plan.profile);
  const { accountId, arn } = await callerIdentity(run, credentials, site).catch((error: unknown) => {
    throw site.override === null && error instanceof AwscredError ? notProven(error, run, plan) : error;
  });
  const proven = { ...credentials, accountId, arn };
  await new CredentialCache(ports, request).prove(fingerprints(plan.steps).at(-1) ?? '', plan, proven);
  return proven;
}

/** Whether all that answered the plan's last step is AWS's own or trusted. */
function isAnswerBelieved({ settings }: Run, plan: Plan): boolean {
  const last = plan.steps.at(-1);
  const sites = last === undefined ? [] : sourceOf(last).sites(last);
  return sites.every((site) => isBelieved(site, settings));
}

/** Where the profile's own endpoint was left aside, the way out is to trust it. */
function notProven(error: AwscredError, run: Run, plan: Plan): AwscredError {
  const { endpoint, override } = stsSite(run, plan.profile);
  if (override === null) {
    return error;
  }
  const host = printable(new URL(endpoint).host, 100);
  return new AwscredError(error.code, error.message, {
    hints: [
      `a guard asks AWS itself for the account, since ${host} is not in trusted_endpoints`,
      ...error.hints,
    ],
    at: override,
    cause: error,
  });
}

async function confirmed(
  { run, plan }: Release,
  { accountName }: PlanGuards,
  account: string | null,
  work: () => Promise<Checked>,
): Promise<Checked> {
  const { ports, request } = run;
  const confirmation = {
    profile: plan.profile,
    account,
    accountName,
    plan: fingerprints(plan.steps).at(-1) ?? '',
    ...inTerminal(request, plan.profile),
  };
  return withConfirmation(confirmation, { ports, request }, work, ({ credentials }) => {
    return credentials.expiresAt ?? ports.clock.now() + KEYS_HOLD_MS;
  });
}

/** What to type in a terminal for the same: scripts and tools ask by other commands, which hand out text. */
function inTerminal(request: Request, profile: string): Pick<Confirmation, 'hint' | 'does'> {
  const [command = ''] = request.purpose.split(' ', 1);
  const does = DOES.get(command);
  const typed = does === undefined ? 'exec' : command;
  const hint = pasteable(`awscred ${typed}${extraHop(request)}`, profile, 'PROFILE');
  return does === undefined ? { hint } : { hint, does };
}

const DOES: ReadonlyMap<string, string> = new Map([
  ['console', 'opens the console'],
  ['share', 'gives the far side its credentials'],
]);

/** `--role-arn` as it was given; a placeholder where a shell would not take it unquoted. */
function extraHop({ roleArn }: Request): string {
  if (roleArn === null) {
    return '';
  }
  return ` --role-arn ${/^[A-Za-z0-9:/+=,.@_-]+$/.test(roleArn) ? roleArn : 'ARN'}`;
}

/** Long-lived keys never expire: a confirmation for them lasts as long as an ordinary role session. */
const KEYS_HOLD_MS = 3_600_000;
