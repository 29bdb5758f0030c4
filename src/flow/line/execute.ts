import { isFresh, type Credentials } from '../../core/credentials.ts';
import type { Config } from '../../core/aws-files/config-model.ts';
import { fingerprints } from '../../sources/fingerprint.ts';
import type { Request } from '../../core/plan/request.ts';
import type { Settings } from '../../core/settings/settings.ts';
import type { Plan, Step } from '../../core/plan/step.ts';
import { AwsRefusal } from '../../errors.ts';
import type { Ports } from '../../ports/index.ts';
import { type RunContext, UNKNOWN_CALLER } from '../../sources/source.ts';
import { sourceOf } from '../../sources/index.ts';
import { CredentialCache } from './kept/credential-cache.ts';
import { refuseUnattended } from './unattended.ts';
import { isUnkept, noteUnkept } from './kept/unkept.ts';

/** Intermediate credentials need only outlive the next call; the larger margin applies to the last step only. */
const UPSTREAM_MARGIN_MS = 2 * 60_000;

interface Execution {
  readonly plan: Plan;
  readonly config: Config;
  readonly request: Request;
  readonly settings: Settings;
}

export interface Result {
  readonly credentials: Credentials;
  /** Whether no call was made for it. */
  readonly cached: boolean;
}

/** Turns a plan into credentials, from the last step that is still fresh. One process per step at a time. */
export async function execute(execution: Execution, ports: Ports): Promise<Result> {
  return new Chain(execution, ports, new CredentialCache(ports, execution.request)).result();
}

function isKept(step: Step): boolean {
  return sourceOf(step).isKept;
}

class Chain {
  readonly #execution: Execution;
  readonly #ports: Ports;
  readonly #cache: CredentialCache;
  #digests: readonly string[] | null = null;
  /** Epoch milliseconds. */
  readonly #began: number;
  /** From here on a given MFA code replaces what is kept; beyond the plan without one. */
  readonly #codeFrom: number;

  constructor(execution: Execution, ports: Ports, cache: CredentialCache) {
    this.#execution = execution;
    this.#ports = ports;
    this.#cache = cache;
    this.#began = ports.clock.now();
    this.#codeFrom = codeFrom(execution);
  }

  // Made when first needed: keys in a file need none.
  get #keys(): readonly string[] {
    this.#digests ??= fingerprints(this.#execution.plan.steps);
    return this.#digests;
  }

  async result(): Promise<Result> {
    const last = this.#execution.plan.steps.length - 1;
    if (!isKept(this.#step(last))) {
      await this.#opened(last);
      return this.#obtain(last);
    }
    const warm = await this.#cache.telling(
      () => this.#keys,
      async () => this.#opened(last),
    );
    return warm ?? this.#alone(last);
  }

  /** What is stored already; null where it must be obtained, and can be as far as one can tell. */
  async #opened(last: number): Promise<Result | null> {
    const usesStore = this.#execution.plan.steps.some(isKept);
    if (usesStore) {
      // A store that cannot be used ends the command before any call to AWS.
      await this.#cache.prepare('for reading');
    }
    const warm = await this.#warm(last);
    if (warm === null) {
      await this.#refuseUnattended();
      if (usesStore) {
        await this.#cache.prepare();
      }
    }
    return warm;
  }

  async #refuseUnattended(): Promise<void> {
    await refuseUnattended({
      contexts: this.#execution.plan.steps.map((_, index) => this.#context(index)),
      keys: () => this.#keys,
      isKept: async (index) => this.#isListed(index) && (await this.#warm(index)) !== null,
    });
  }

  /** By the index only: saves many processes at an empty store from opening each item. */
  #isListed(index: number): boolean {
    return this.#cache.trace(this.#keys[index] ?? '') !== '';
  }

  async #obtain(index: number): Promise<Result> {
    if (!isKept(this.#step(index))) {
      return { credentials: await this.#run(index, null), cached: false };
    }
    return (await this.#warm(index)) ?? this.#alone(index);
  }

  async #alone(index: number): Promise<Result> {
    const mayBeEndless = sourceOf(this.#step(index)).mayBeEndless === true;
    if (mayBeEndless && isUnkept(this.#ports.notes, this.#keys[index] ?? '')) {
      return { credentials: await this.#made(index), cached: false };
    }
    return this.#cache.alone(this.#keys[index] ?? '', {
      look: async () => this.#warm(index),
      refuse: async () => this.#refuseUnattended(),
      obtain: async () => ({ credentials: await this.#made(index), cached: false }),
    });
  }

  /** Obtains a step again, with its upstream. A cached upstream that AWS now rejects is renewed once, and keys that were rotated meanwhile are read again. */
  async #made(index: number): Promise<Credentials> {
    await this.#cache.prepare('for writing');
    const upstream = index === 0 ? null : await this.#obtain(index - 1);
    try {
      return await this.#run(index, upstream);
    } catch (error) {
      if (upstream === null || !isRejection(error)) {
        throw error;
      }
      const again = await this.#instead(index - 1, upstream);
      if (again === null) {
        throw error;
      }
      return this.#run(index, again);
    }
  }

  /** Other credentials than those that AWS rejects; null where there are none. */
  async #instead(index: number, rejected: Result): Promise<Result | null> {
    if (rejected.cached) {
      await this.#cache.drop(this.#keys[index] ?? '');
      return this.#obtain(index);
    }
    const step = this.#step(index);
    if ((sourceOf(step).item?.(step) ?? null) === null) {
      return null;
    }
    const again = await this.#obtain(index);
    return again.credentials.accessKeyId === rejected.credentials.accessKeyId ? null : again;
  }

  async #run(index: number, upstream: Result | null): Promise<Credentials> {
    const step = this.#step(index);
    const keptAt = upstream?.cached === true ? this.#cache.keptAt(this.#keys[index - 1] ?? '') : null;
    const context = this.#context(index, keptAt);
    const credentials = await sourceOf(step).run(step, upstream?.credentials ?? null, context);
    if (sourceOf(step).mayBeEndless === true) {
      noteUnkept(this.#ports.notes, this.#keys[index] ?? '', credentials.expiresAt === null);
    }
    if (isKept(step)) {
      await this.#cache.write(this.#keys[index] ?? '', this.#execution.plan, index, credentials);
    }
    return credentials;
  }

  #context(index: number, upstreamKeptAt: number | null = null): RunContext {
    const { plan, ...rest } = this.#execution;
    const elsewhere = {
      trace: () => this.#cache.trace(this.#keys[index] ?? ''),
      look: async () => this.#fresh(index),
    };
    const before = plan.steps[index - 1];
    const caller = before === undefined ? UNKNOWN_CALLER : sourceOf(before).caller(before);
    return {
      ...rest,
      ports: this.#ports,
      profile: plan.profile,
      steps: plan.steps,
      index,
      caller,
      upstreamKeptAt,
      elsewhere,
    };
  }

  async #warm(index: number): Promise<Result | null> {
    const credentials = isKept(this.#step(index)) ? await this.#fresh(index) : null;
    return credentials === null ? null : { credentials, cached: true };
  }

  async #fresh(index: number): Promise<Credentials | null> {
    const last = this.#isResult(index);
    const since = index >= this.#codeFrom ? this.#began : 0;
    const margin = this.#margin(index, last);
    const cached = await this.#cache.read(this.#keys[index] ?? '', margin, since);
    return cached !== null && isFresh(cached, this.#ports.clock.now(), 0) ? cached : null;
  }

  /** Whether its life is that of the plan's result: the last step, and one whose end later steps inherit. */
  #isResult(index: number): boolean {
    return this.#execution.plan.steps
      .slice(index + 1)
      .every((step) => sourceOf(step).endsWithUpstream === true);
  }

  /** Milliseconds of life that a kept step must have left; null for the rule of results. */
  #margin(index: number, last: boolean): number | null {
    const own = sourceOf(this.#step(index)).askedAgainBelow;
    if (own !== undefined) {
      return Math.max(own, last ? (this.#execution.request.minTtl ?? 0) * 1000 : 0);
    }
    return last ? null : UPSTREAM_MARGIN_MS;
  }

  #step(index: number): Step {
    const step = this.#execution.plan.steps[index];
    if (step === undefined) {
      throw new TypeError('a plan has at least one step');
    }
    return step;
  }
}

/** A code or a SAML response that was given is always sent: somebody wants a new session with it. */
function codeFrom({ plan, request }: Execution): number {
  if (request.samlResponse !== null) {
    return 0;
  }
  const index = request.mfaToken === null ? -1 : plan.steps.findIndex((step) => step.mfa !== null);
  return index < 0 ? plan.steps.length : index;
}

/** The upstream's own credentials were refused, not the request: ended early, deleted, or of a changed role. */
function isRejection(error: unknown): boolean {
  const refusal = error instanceof AwsRefusal ? error : error instanceof Error ? error.cause : null;
  return refusal instanceof AwsRefusal && REJECTED.has(refusal.facts.code);
}

const REJECTED = new Set([
  'ExpiredToken',
  'InvalidClientTokenId',
  'ExpiredTokenException',
  'InvalidSubjectCredentials',
  'InvalidSubjectCredentialsException',
]);
