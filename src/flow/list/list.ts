import { fingerprints } from '../../sources/fingerprint.ts';
import { itemAccount } from '../../core/item-account.ts';
import { resultOf } from '../../sources/summary.ts';
import { sourceOf } from '../../sources/index.ts';
import type { Plan, Step } from '../../core/plan/step.ts';
import { AwscredError } from '../../errors.ts';
import type { ItemRow } from '../../ports/store/store.ts';
import type { GuardLine } from '../../core/settings/guards.ts';
import { matchesPattern } from '../../core/settings/name-pattern.ts';
import { tilde } from '../../core/text/printable.ts';
import { explainGuards } from '../explain/explain-guards.ts';
import { guardsOrFault } from '../set-up/load-guards.ts';
import type { KeptKeyIndex } from '../../core/kept-keys.ts';
import { keptKeyIndex, warnLostIndex } from '../line/kept/kept-key-index.ts';
import { sharedNow } from '../line/live-shares.ts';
import { planShown } from '../line/plan-for.ts';
import type { Run } from '../line/run.ts';

/** One profile as `list` shows it. */
export interface ListedProfile {
  readonly profile: string;
  readonly account: string | null;
  /** As `config.ini` names it, else as the portal told it; null where it is not known. */
  readonly accountName: string | null;
  readonly role: string | null;
  /** How it is reached: `sso acme`, `bastion, hub`, `keys in a file`. */
  readonly through: string;
  /** Epoch milliseconds until which credentials are stored; null for none. */
  readonly expiresAt: number | null;
  /** Whether this shell holds it. */
  readonly current: boolean;
  /** Why it leads to no credentials: it cannot be planned, or a guard forbids its account. Null when it leads to some. */
  readonly fault: string | null;
  /** `~/.aws/config:3` of that fault. */
  readonly place: string | null;
  /** Whether `awscred share` gives its credentials to a far side just now. */
  readonly shared: boolean;
  /** The guards that hold for it, as far as its plan shows them. */
  readonly guards: readonly GuardLine['key'][];
}

/**
 * Profiles whose names match one of the patterns, or all where there is none: how each is reached, what is kept, time
 * left. Opens no keychain and makes no call.
 */
export function list(run: Run, patterns: readonly string[] = []): readonly ListedProfile[] {
  const { environment, clock, store } = run.ports;
  const now = clock.now();
  const kept = keptNow(store.rows());
  const keys = keptKeyIndex(store);
  const shared = sharedNow(run.ports);
  const held = environment.get('AWSCRED_PROFILE');
  const names = [...run.config().profiles.keys()];
  const listed = names
    .filter((name) => patterns.length === 0 || patterns.some((one) => matchesPattern(name, one)))
    .map((profile) => {
      const { listed, steps } = describe(run, profile, keys);
      const expires = endOf(steps, kept);
      const expiresAt = expires > now ? expires : null;
      return { ...listed, expiresAt, current: profile === held, shared: shared.has(profile) };
    });
  if (listed.some(mayHaveKeys)) {
    warnLostIndex(run.ports);
  }
  return listed;
}

/** Keys in the store would win, or be all that there is. */
function mayHaveKeys({ through: way, fault }: ListedProfile): boolean {
  return way === 'keys in a file' || (fault !== null && way === '–');
}

/** Expiry by account, and the labels: for most profiles the label alone shows that nothing is stored. */
interface Kept {
  readonly ends: ReadonlyMap<string, number>;
  readonly labels: ReadonlySet<string>;
}

function keptNow(rows: readonly ItemRow[]): Kept {
  return {
    ends: new Map(rows.map((row) => [row.account, row.expiresAt ?? 0])),
    labels: new Set(rows.map((row) => row.label)),
  };
}

/** 0 where the result of the steps is not kept. */
function endOf(steps: readonly Step[], { ends, labels }: Kept): number {
  const last = steps.at(-1);
  if (last === undefined || !labels.has(sourceOf(last).label(last))) {
    return 0;
  }
  return ends.get(itemAccount('tmp', fingerprints(steps).at(-1) ?? '')) ?? 0;
}

interface Described {
  readonly listed: Omit<ListedProfile, 'expiresAt' | 'current' | 'shared'>;
  /** None where it cannot be planned. */
  readonly steps: readonly Step[];
}

function describe(run: Run, profile: string, keys: KeptKeyIndex): Described {
  try {
    const plan = planShown(run, profile, keys);
    const { role, account } = resultOf(plan) ?? { role: null, account: null };
    const accountName = account === null ? null : run.accountName(account);
    const named = { profile, account, accountName, role: role ?? holder(plan), through: through(plan) };
    return { listed: { ...named, ...guardsOn(run, plan) }, steps: plan.steps };
  } catch (error) {
    if (!(error instanceof AwscredError)) {
      throw error;
    }
    const nothing = { profile, account: null, accountName: null, role: null, through: '–', guards: [] };
    return { listed: { ...nothing, fault: error.message, place: placeOf(run, error) }, steps: [] };
  }
}

/** What stands for a role where there is none; null where nobody can say before the source is asked. */
function holder({ steps }: Plan): string | null {
  const [first] = steps;
  return first !== undefined && sourceOf(first).caller(first).isUser ? '(user)' : null;
}

type OfGuards = Pick<ListedProfile, 'fault' | 'place' | 'guards'>;

function guardsOn(run: Run, plan: Plan): OfGuards {
  const { guards, diagnostics } = explainGuards(plan, guardsOrFault(run));
  const keys = [...new Set((guards?.lines ?? []).map(({ key }) => key))];
  const forbidden = diagnostics.find(({ code }) => code === 'account-not-allowed');
  return forbidden === undefined
    ? { fault: null, place: null, guards: keys }
    : { fault: forbidden.message, place: placeOf(run, forbidden), guards: keys };
}

function placeOf(
  { ports }: Run,
  { file, line, message }: { file: string | null; line: number | null; message: string },
): string | null {
  // Some sentences name their place themselves.
  if (file === null || file === '' || (line !== null && message.includes(`:${line}`))) {
    return null;
  }
  const path = tilde(file, ports.environment.home);
  return line === null ? path : `${path}:${line}`;
}

function through({ steps, profile }: Plan): string {
  const [first] = steps;
  // What follows the last hop says how it is narrowed, not how it is reached.
  const end = Math.max(
    0,
    steps.findLastIndex((step) => sourceOf(step).isHop),
  );
  if (first === undefined || steps.length === 1) {
    return first === undefined ? '–' : sourceOf(first).origin(first);
  }
  const hops = steps.slice(0, Math.max(1, end)).filter((step) => sourceOf(step).isHop);
  const mfa = steps.some((step) => step.mfa !== null) ? ' + MFA' : '';
  // A machine's own credentials have no profile of their own.
  const names = hops.map((step) => (step.profile === profile ? sourceOf(step).origin(step) : step.profile));
  return `${[...new Set(names)].join(', ')}${mfa}`;
}
