import type { Credentials } from '../../../core/credentials.ts';
import type { Plan } from '../../../core/plan/step.ts';
import { AwscredError } from '../../../errors.ts';
import type { Transport } from '../../../ports/transports.ts';
import { credentialsFor } from '../../line/credentials.ts';
import type { Run } from '../../line/run.ts';

/** No credentials on the far side live longer. */
export const LONGEST_SECONDS = 3600;

/** AWS's tools ask anew with 15 minutes left: the next are there before. */
const BEFORE_SECONDS = 16 * 60;

/** Where renewing failed, or gave nothing newer. */
const AGAIN_MS = 20_000;

/** What ends a share, and who is handed each renewal. */
interface Keeping {
  /** Epoch milliseconds; null for ever. */
  readonly until: number | null;
  readonly asked: Transport['asked'];
  /** Rejects when the transport has ended. */
  readonly ended: Promise<never>;
  hand(credentials: Credentials): Promise<void>;
}

const STATUS = { SIGINT: 0, SIGTERM: 143, SIGHUP: 129 } as const;

/** The plan's credentials with more than 16 minutes left where it gives such; else what there is. */
export async function obtain(run: Run, plan: Plan): Promise<Credentials> {
  const { request } = run;
  const longer = { ...run, request: { ...request, minTtl: Math.max(request.minTtl ?? 0, BEFORE_SECONDS) } };
  try {
    return (await credentialsFor(longer, plan)).credentials;
  } catch (error) {
    // A scope or a permission set may allow less.
    if (error instanceof AwscredError && error.code === 'CONFIG' && request.minTtl === null) {
      return (await credentialsFor(run, plan)).credentials;
    }
    throw error;
  }
}

/** Renews a plan's credentials as long as somebody is on the far side. */
export class Renewals {
  readonly #run: Run;
  readonly #plan: Plan;
  #current: Credentials;

  constructor(run: Run, plan: Plan, first: Credentials) {
    this.#run = run;
    this.#plan = plan;
    this.#current = first;
  }

  /** The exit status. */
  async keepUp(keeping: Keeping): Promise<number> {
    const { clock } = this.#run.ports;
    const over = new AbortController();
    const asked = keeping.asked.then((signal) => STATUS[signal]);
    const late =
      keeping.until === null
        ? new Promise<never>(() => undefined)
        : clock.sleep(Math.max(0, keeping.until - clock.now()), over.signal).then(() => 0);
    try {
      return await Promise.race([asked, late, keeping.ended, this.#renew(keeping, over.signal)]);
    } finally {
      late.catch(() => undefined);
      over.abort();
    }
  }

  /** Never resolves: rejects when aborted. */
  async #renew(keeping: Keeping, over: AbortSignal): Promise<never> {
    const { clock } = this.#run.ports;
    let wait = this.#due();
    for (;;) {
      await clock.sleep(wait, over);
      const next = await this.#next();
      if (next !== null && next.accessKeyId !== this.#current.accessKeyId) {
        this.#current = next;
        await keeping.hand(next);
        wait = this.#due();
      } else {
        wait = AGAIN_MS;
      }
    }
  }

  /** Null where it failed, which is said: the far side keeps what it has until that ends. */
  async #next(): Promise<Credentials | null> {
    try {
      return await obtain(this.#run, this.#plan);
    } catch (error) {
      if (error instanceof AwscredError) {
        this.#run.ports.report.warn(`cannot renew what is shared: ${error.message}`);
        return null;
      }
      throw error;
    }
  }

  /** Milliseconds until the next are due: before 15 minutes are left, or at half of a shorter life. */
  #due(): number {
    const { expiresAt } = this.#current;
    const left = (expiresAt ?? Number.POSITIVE_INFINITY) - this.#run.ports.clock.now();
    const ahead = left - BEFORE_SECONDS * 1000;
    return Math.min(Math.max(ahead > 0 ? ahead : left / 2, 1000), 2 ** 31 - 1);
  }
}
