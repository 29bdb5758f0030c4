import { destination, type Page } from '../../../core/console/destination.ts';
import { federationSite } from '../../../core/console/federation-site.ts';
import { loginLink, portalLink } from '../../../core/console/links.ts';
import { parseArn } from '../../../core/arn.ts';
import type { Credentials } from '../../../core/credentials.ts';
import { type Partition, partitionOfArn, partitionOfRegion } from '../../../core/endpoint/partition.ts';
import type { Plan, Step } from '../../../core/plan/step.ts';
import { Secret } from '../../../core/secret.ts';
import { pasteable, printable } from '../../../core/text/printable.ts';
import { AwscredError } from '../../../errors.ts';
import { signinToken } from '../../../protocols/console/signin-token.ts';
import { sourceOf } from '../../../sources/index.ts';
import { resultOf } from '../../../sources/summary.ts';
import { credentialsFor } from '../../line/credentials.ts';
import { planContext, planFor, planUnguarded } from '../../line/plan-for.ts';
import { planToRun } from '../../line/plan-to-run.ts';
import type { Run } from '../../line/run.ts';
import { federationToken, limitsOf, needsPolicy } from './federation-token.ts';
import { guardedLink } from './guarded-link.ts';

export interface ConsoleWish {
  readonly profile: string;
  readonly page: Page;
  /** `--federate`: not by the portal. */
  readonly federate: boolean;
}

export interface ConsoleLink {
  readonly plan: Plan;
  /** The federated one signs in whoever has it. */
  readonly url: Secret;
  readonly kind: 'portal' | 'federated';
  readonly account: string | null;
  readonly role: string | null;
  /** Epoch milliseconds at which the credentials behind it end; null for the portal's. */
  readonly expiresAt: number | null;
}

/** The address that opens the console as a profile: the portal's where the plan ends in SSO, else by federation. */
export async function consoleLink(run: Run, wish: ConsoleWish): Promise<ConsoleLink> {
  // An MFA session of keys may not ask for a federation token, and the keys themselves may, with any policy.
  const plain = withRequest(run, { mfaSession: false, ...NO_LIMITS });
  // Where the store's index is lost it is made anew: the keys may be kept there.
  await planToRun(withRequest(plain, NO_SCOPES), wish.profile);
  const bare = planUnguarded(withRequest(plain, NO_SCOPES), wish.profile);
  const keys = lastOf(bare);
  if (sourceOf(keys).isLongLived(keys)) {
    return keysLink(plain, { run, plan: bare, page: wish.page });
  }
  const { plan, seconds } = withDuration(run, wish.profile);
  const last = lastOf(plan);
  const portal = wish.federate ? undefined : sourceOf(last).console?.portal?.(last);
  if (portal !== undefined) {
    const page = pageOf(plan, partitionOf(plan, null), wish.page);
    const { account, role } = await guardedLink(run, plan);
    const url = new Secret(portalLink(portal, page));
    return { plan, url, kind: 'portal', account, role, expiresAt: null };
  }
  // What cannot be opened is refused before anything is asked of AWS.
  destination(partitionOf(plan, null), plan.region, wish.page);
  const { plan: given, credentials } = await credentialsFor(run, plan);
  if (credentials.sessionToken === null) {
    throw needsPolicy(plan.profile);
  }
  return federated(run, given, { credentials, seconds, page: wish.page });
}

const NO_LIMITS = {
  duration: null,
  policy: null,
  policyArns: [],
  readOnly: false,
  tags: [],
  sessionName: null,
};

const NO_SCOPES = { scopes: [], reason: null };

function withRequest(run: Run, change: Partial<Run['request']>): Run {
  return { ...run, request: { ...run.request, ...change } };
}

function lastOf({ steps }: Plan): Step {
  const last = steps.at(-1);
  if (last === undefined) {
    throw new TypeError('a plan has at least one step');
  }
  return last;
}

/** Keys live on and on: AWS makes a federated user of them, who may do what the policy says. */
async function keysLink(
  plain: Run,
  { run, plan, page }: { readonly run: Run; readonly plan: Plan; readonly page: Page },
): Promise<ConsoleLink> {
  const limits = limitsOf(run.request, planFor(plain, plan.profile));
  const partition = partitionOf(plan, null);
  destination(partition, plan.region, page);
  const { credentials: keys } = await credentialsFor(withRequest(plain, NO_SCOPES), plan);
  const credentials = await federationToken(run, plan, { keys, limits, partition: partition.name });
  return federated(run, plan, { credentials, seconds: null, page });
}

/**
 * `-d` is what the last role lasts, where there is one. The console session lasts so long, too, where AWS takes that;
 * elsewhere it ends with the credentials, which is said once.
 */
function withDuration(run: Run, profile: string): { plan: Plan; seconds: number | null } {
  const { duration } = run.request;
  const without = planFor(withRequest(run, { duration: null }), profile);
  if (duration === null) {
    return { plan: without, seconds: null };
  }
  const last = lastOf(without);
  const plan =
    sourceOf(last).narrowed(last, run.request, ['--duration']) === null ? without : planFor(run, profile);
  if (takesDuration(plan)) {
    return { plan, seconds: duration };
  }
  run.ports.report.warn(
    `AWS takes no duration for the console session of ${printable(profile, 80)}: it lasts as long as its credentials`,
  );
  return { plan, seconds: null };
}

function takesDuration(plan: Plan): boolean {
  const last = lastOf(plan);
  const before = plan.steps.at(-2);
  const taken = sourceOf(last).console?.takesDuration;
  const isAfterKeys = before !== undefined && sourceOf(before).isLongLived(before);
  return taken === 'always' || (taken === 'after long-lived keys' && isAfterKeys);
}

interface Federated {
  readonly credentials: Credentials;
  readonly seconds: number | null;
  readonly page: Page;
}

async function federated(
  run: Run,
  plan: Plan,
  { credentials, seconds, page }: Federated,
): Promise<ConsoleLink> {
  const partition = partitionOf(plan, credentials);
  const to = destination(partition, plan.region, page);
  const profile = run.config().profiles.get(lastOf(plan).profile) ?? null;
  const site = federationSite(planContext(run, profile, plan.region), partition);
  const hints = [
    `the credentials may have been withdrawn: \`${pasteable('awscred console --refresh', plan.profile, 'PROFILE')}\``,
    'AWS takes those of roles and of federated users, and none of GetSessionToken',
  ];
  const asker = { name: printable(plan.profile, 80), seconds, hints };
  const token = await signinToken(site, credentials, asker, run.ports);
  const { account = null, role = null } = resultOf(plan) ?? {};
  return {
    plan,
    url: loginLink(site.endpoint, token, to),
    kind: 'federated',
    account: credentials.accountId ?? account,
    role,
    expiresAt: credentials.expiresAt,
  };
}

/** The partition of credentials: by an ARN, else by where the last step calls, else by the plan's region. */
function partitionOf(plan: Plan, credentials: Credentials | null): Partition {
  const last = lastOf(plan);
  const arn = credentials?.arn ?? last.settings['role_arn']?.value ?? '';
  if (parseArn(arn) !== null) {
    return partitionOfArn(arn);
  }
  return partitionOfRegion(sourceOf(last).sites(last)[0]?.region ?? plan.region?.value ?? '');
}

/** The portal goes to the console's home by itself. */
function pageOf(plan: Plan, partition: Partition, page: Page): URL | null {
  const isHome = page.service === null && page.path === null && plan.region === null;
  return isHome ? null : destination(partition, plan.region, page);
}

/** AwscredError USAGE for a profile that assumes no role. */
export function roleArnOf(plan: Plan): string {
  const arn = lastOf(plan).settings['role_arn']?.value;
  if (arn === undefined) {
    throw new AwscredError(
      'USAGE',
      `${printable(plan.profile, 80)} is no role: the console cannot switch to it`,
      {
        hints: [`to open it: \`${pasteable('awscred console', plan.profile, 'PROFILE')}\``],
      },
    );
  }
  return arn;
}
