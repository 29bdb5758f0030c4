import { accountOf } from '../../../core/arn.ts';
import type { Credentials } from '../../../core/credentials.ts';
import { fingerprints } from '../../../sources/fingerprint.ts';
import { guardsFor, type PlanGuards } from '../../../core/settings/guards.ts';
import {
  cutAt,
  POSIX_MIDDLE,
  PROCESS_MIDDLE,
  type CutProduct,
  type HotSummary,
} from '../../../core/hot/hot-record.ts';
import { hasOwnProfile, hasOwnRegion } from '../../../core/hot/hot-variables.ts';
import { itemAccount } from '../../../core/item-account.ts';
import type { Plan } from '../../../core/plan/step.ts';
import { sourceOf } from '../../../sources/index.ts';
import { plannedRelease, summaryWho } from '../../../sources/summary.ts';
import { localMidnight, showTimeOfDay } from '../../../core/text/time.ts';
import type { OutputName } from '../../../outputs/output.ts';
import type { HotAnswer } from '../../../ports/store/hot-cache.ts';
import type { Run } from '../run.ts';

/** An answer with less life left is not served from the hot cache. */
const LEAST_LEFT_MS = 15 * 60_000;

/** The characters that a reader accepts in the kernel half; a secret with any other stays in the store. */
const HOT_SECRET = /^[A-Za-z0-9/+][A-Za-z0-9/+=]*$/;
const HOT_NAME = /^[A-Za-z0-9_][A-Za-z0-9._@+:-]{0,99}$/;

/** An answer as it was made; `products` renders its variables in a syntax. */
interface MadeAnswer {
  readonly plan: Plan;
  readonly credentials: Credentials;
  readonly products: (name: OutputName) => string;
}

/**
 * Gives the answer to a command without options to the hot cache, if it may be kept there. Not one that a person must
 * confirm, since nobody would be asked, nor one whose every release is a line of the audit trail. A list of accounts was
 * checked under the same `config.ini`, which the record names.
 */
export function keepHot(run: Run, made: MadeAnswer): void {
  const { plan, credentials } = made;
  const { hot } = run.ports;
  const account = accountOf(credentials.arn ?? '') ?? credentials.accountId;
  const isOpen = hot.wanted && !mustBeNoted(guardsFor(plannedRelease(plan), run.guards(), account));
  const answer = isOpen ? hotAnswer(run, made) : null;
  if (answer !== null) {
    hot.keep(answer);
  }
}

/** A hot answer asks nobody, and is no line of the audit trail: a list of accounts alone is met by the record itself. */
function mustBeNoted({ lines }: PlanGuards): boolean {
  return lines.some(({ key }) => key !== 'allowed_account_ids');
}

function hotAnswer(run: Run, made: MadeAnswer): HotAnswer | null {
  const { plan, credentials } = made;
  const store = run.ports.store.describe().kind;
  if (store === 'none' || !isPlain(run) || !HOT_NAME.test(plan.profile) || !isObtained(plan)) {
    return null;
  }
  const { accessKeyId, secretAccessKey, sessionToken, expiresAt } = credentials;
  const process = processProduct(made);
  if (process === null || sessionToken === null || expiresAt === null || !isHotKey(credentials)) {
    return null;
  }
  const key = fingerprints(plan.steps).at(-1) ?? '';
  return {
    profile: plan.profile,
    item: { store, account: itemAccount('tmp', key), key, accessKeyId, expiresAt },
    secretAccessKey,
    sessionToken,
    until: expiresAt - LEAST_LEFT_MS,
    process,
    assume: assumeProduct(run, made),
  };
}

/**
 * Never long-lived keys, and nothing that depends on keys or an endpoint in the environment: a record does not hold
 * those variables, nor a file besides the three.
 */
function isObtained({ steps }: Plan): boolean {
  const last = steps.at(-1);
  const mayBeHot = steps.every((step) => sourceOf(step).hot.chain && step.reads === undefined);
  return last !== undefined && sourceOf(last).hot.result && mayBeHot;
}

function isHotKey({ accessKeyId, secretAccessKey, sessionToken }: Credentials): boolean {
  const secrets = [secretAccessKey.reveal(), sessionToken?.reveal() ?? ''];
  return /^[A-Z0-9]{16,128}$/.test(accessKeyId) && secrets.every((secret) => HOT_SECRET.test(secret));
}

/** Nothing on the command line narrows or changes what the profile itself says. */
function isPlain({ request, settings }: Pick<Run, 'request' | 'settings'>): boolean {
  const given = [
    request.region,
    request.duration,
    request.roleArn,
    request.sessionName,
    request.job,
    request.externalId,
    request.sourceIdentity,
    request.policy,
    request.mfaToken,
    request.minTtl,
    request.reason,
  ];
  const lists = [
    request.scopes,
    request.tags,
    request.transitiveTags,
    request.policyArns,
    request.allowedAccountIds,
  ];
  const switches = [request.readOnly, request.noCache, request.mfaSession !== settings.mfaSession];
  return (
    given.every((one) => one === null) && lists.every((list) => list.length === 0) && !switches.includes(true)
  );
}

function processProduct({ credentials, products }: MadeAnswer): CutProduct | null {
  return cut(products('process').replace(/\n$/, ''), credentials, PROCESS_MIDDLE);
}

/** Null where the statements depend on more of the shell than a record holds. */
function assumeProduct(run: Run, { plan, credentials, products }: MadeAnswer): HotAnswer['assume'] {
  const { expiresAt } = credentials;
  const { environment } = run.ports;
  if (plan.region === null || hasOwnRegion(environment) || hasOwnProfile(environment) || expiresAt === null) {
    return null;
  }
  const product = cut(products('posix'), credentials, POSIX_MIDDLE);
  const isCut = product?.head.endsWith('\nexport AWS_SECRET_ACCESS_KEY=') === true;
  const summary = summaryOf(run, plan, expiresAt);
  return product !== null && isCut && summary !== null ? { ...product, summary } : null;
}

/** Null where the summary would need a date: a record can say today and tomorrow only. */
function summaryOf(run: Run, plan: Plan, expiresAt: number): HotSummary | null {
  const now = run.ports.clock.now();
  const midnight = localMidnight(expiresAt);
  const summary = {
    who: summaryWho(plan, run.accountName),
    expires: Math.floor(expiresAt / 1000),
    midnight: Math.floor(midnight / 1000),
    clock: showTimeOfDay(expiresAt),
  };
  return midnight - localMidnight(now) < 36 * 3_600_000 ? summary : null;
}

function cut(text: string, credentials: Credentials, middle: string): CutProduct | null {
  const { secretAccessKey, sessionToken } = credentials;
  return sessionToken === null ? null : cutAt(text, secretAccessKey.reveal(), sessionToken.reveal(), middle);
}
