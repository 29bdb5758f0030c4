import { fingerprints } from '../core/fingerprint.ts';
import { itemAccount } from '../core/item-account.ts';
import { identityOf } from '../core/summary.ts';
import type { Plan, Step } from '../core/step.ts';
import { AwscredError } from '../errors.ts';
import { planFor } from './plan-for.ts';
import type { Session } from './session.ts';

/** One profile as `list` shows it. */
export interface ListedProfile {
  readonly profile: string;
  readonly account: string | null;
  readonly role: string | null;
  /** How it is reached: `sso acme`, `bastion, hub`, `keys in a file`. */
  readonly through: string;
  /** Epoch milliseconds until which its credentials are kept; null for none. */
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
  const until = new Map(store.rows().map((row) => [row.account, row.expiresAt ?? 0]));
  const held = environment.get('AWSCRED_PROFILE');
  return [...session.config().profiles.keys()].map((profile) => {
    const row = describe(session, profile);
    const expires = row.key === null ? 0 : (until.get(itemAccount('tmp', row.key)) ?? 0);
    return { ...row.listed, expiresAt: expires > now ? expires : null, current: profile === held };
  });
}

interface Described {
  readonly listed: Omit<ListedProfile, 'expiresAt' | 'current'>;
  readonly key: string | null;
}

function describe(session: Session, profile: string): Described {
  try {
    const plan = planFor(session, profile);
    const { role, account } = identityOf(plan.steps.at(-1));
    const listed = { profile, account, role: role ?? '(user)', through: through(plan), fault: null };
    return { listed, key: fingerprints(plan.steps).at(-1) ?? null };
  } catch (error) {
    if (!(error instanceof AwscredError)) {
      throw error;
    }
    return { listed: { profile, account: null, role: null, through: '–', fault: error.message }, key: null };
  }
}

function through(plan: Plan): string {
  const earlier = plan.steps.slice(0, -1);
  if (earlier.length === 0) {
    return origin(plan.steps[0]);
  }
  const names = [
    ...new Set(earlier.filter((step) => step.kind !== 'mfa-session').map((step) => step.profile)),
  ];
  const mfa = plan.steps.some((step) => step.mfa !== null) ? ' + MFA' : '';
  return `${names.join(', ')}${mfa}`;
}

function origin(step: Step | undefined): string {
  switch (step?.kind) {
    case 'sso':
      return `sso ${step.session.name ?? step.session.startUrl}`;
    case 'stored-keys':
      return 'keys in a file';
    default:
      return step?.kind ?? '–';
  }
}
