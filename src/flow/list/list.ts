import { fingerprints } from '../../sources/fingerprint.ts';
import { itemAccount } from '../../core/item-account.ts';
import { resultOf } from '../../sources/summary.ts';
import { sourceOf } from '../../sources/index.ts';
import type { Plan, Step } from '../../core/plan/step.ts';
import { AwscredError } from '../../errors.ts';
import type { ItemRow } from '../../ports/store.ts';
import { planFor } from '../line/plan-for.ts';
import type { Session } from '../line/session.ts';

/** One profile as `list` shows it. */
export interface ListedProfile {
  readonly profile: string;
  readonly account: string | null;
  readonly role: string | null;
  /** How it is reached: `sso acme`, `bastion, hub`, `keys in a file`. */
  readonly through: string;
  /** Epoch milliseconds until which credentials are stored; null for none. */
  readonly expiresAt: number | null;
  /** Whether this shell holds it. */
  readonly current: boolean;
  /** Why it cannot be planned; null when it can. */
  readonly fault: string | null;
}

/** All profiles: how each is reached, what is kept, time left. Opens no keychain and makes no call. */
export function list(session: Session): readonly ListedProfile[] {
  const { environment, clock, store } = session.ports;
  const now = clock.now();
  const kept = keptNow(store.rows());
  const held = environment.get('AWSCRED_PROFILE');
  return [...session.config().profiles.keys()].map((profile) => {
    const { listed, steps } = describe(session, profile);
    const expires = endOf(steps, kept);
    return { ...listed, expiresAt: expires > now ? expires : null, current: profile === held };
  });
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
  readonly listed: Omit<ListedProfile, 'expiresAt' | 'current'>;
  /** None where it cannot be planned. */
  readonly steps: readonly Step[];
}

function describe(session: Session, profile: string): Described {
  try {
    const plan = planFor(session, profile);
    const { role, account } = resultOf(plan) ?? { role: null, account: null };
    const listed = { profile, account, role: role ?? '(user)', through: through(plan), fault: null };
    return { listed, steps: plan.steps };
  } catch (error) {
    if (!(error instanceof AwscredError)) {
      throw error;
    }
    return { listed: { profile, account: null, role: null, through: '–', fault: error.message }, steps: [] };
  }
}

function through({ steps }: Plan): string {
  const [first, ...later] = steps;
  if (first === undefined || later.length === 0) {
    return first === undefined ? '–' : sourceOf(first).origin(first);
  }
  const hops = steps.slice(0, -1).filter((step) => sourceOf(step).isHop);
  const mfa = steps.some((step) => step.mfa !== null) ? ' + MFA' : '';
  return `${[...new Set(hops.map((step) => step.profile))].join(', ')}${mfa}`;
}
