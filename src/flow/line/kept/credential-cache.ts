import {
  type CachedCredentials,
  fromStored,
  isFromTheFuture,
  marginFor,
  toStored,
} from '../../../core/cached-credentials.ts';
import { isFresh, type Credentials } from '../../../core/credentials.ts';
import { itemAccount } from '../../../core/item-account.ts';
import type { Request } from '../../../core/plan/request.ts';
import type { Plan, Step } from '../../../core/plan/step.ts';
import { fingerprints } from '../../../sources/fingerprint.ts';
import { sourceOf } from '../../../sources/index.ts';
import type { Ports } from '../../../ports/index.ts';
import type { ItemRow } from '../../../ports/store/store.ts';
import { savedAt } from '../../../protocols/together/elsewhere.ts';
import { lockWait } from '../../../protocols/together/lock-wait.ts';
import { type Flight, singleFlight } from '../../../protocols/together/single-flight.ts';
import { NOT_KEPT, storeOrWarn } from '../../../protocols/together/store-or-warn.ts';

/** Accounts of the steps before one: what was obtained with them is forgotten with them. */
function keptBefore({ steps }: Plan, index: number): readonly string[] {
  const before = steps.slice(0, index);
  return fingerprints(before).flatMap((key, place) => {
    const step = before[place];
    if (step === undefined) {
      return [];
    }
    const own = sourceOf(step).item?.(step) ?? null;
    return sourceOf(step).isKept ? [itemAccount('tmp', key)] : own === null ? [] : [own];
  });
}

/** The lock for obtaining a step, by its fingerprint. */
export function stepLock(key: string): string {
  return `step:${key}`;
}

/**
 * Every step's credentials, stored under its fingerprint. With `--no-cache` or `store = none` nothing is stored, and
 * no process waits for another, since it could not use its result.
 */
export class CredentialCache {
  readonly #ports: Ports;
  readonly #request: Request;
  /** Under `--refresh` nothing older than this run is a hit. */
  readonly #since: number;

  constructor(ports: Ports, request: Request) {
    this.#ports = ports;
    this.#request = request;
    this.#since = request.refresh ? ports.clock.now() : 0;
  }

  async prepare(purpose?: 'for reading' | 'for writing'): Promise<void> {
    await this.#ports.store.prepare(purpose);
  }

  /**
   * Null when there is none with `margin` milliseconds left; `margin` null asks for the result's own margin.
   * `since` (epoch milliseconds): what was kept before counts as none.
   */
  async read(key: string, margin: number | null, since: number = 0): Promise<Credentials | null> {
    const savedFrom = Math.max(since, this.#since);
    const endsAfter = this.#ports.clock.now();
    const value = await this.#ports.store.get({ kind: 'tmp', key }, { savedFrom, endsAfter });
    const cached = value === null ? null : fromStored(value);
    const now = this.#ports.clock.now();
    if (cached === null || cached.savedAt < savedFrom || isFromTheFuture(cached, now)) {
      return null;
    }
    const needed = margin ?? marginFor(cached, this.#request.minTtl);
    return isFresh(cached.credentials, now, needed) ? cached.credentials : null;
  }

  /** If the write fails, warns and still returns the credentials. */
  async write(key: string, plan: Plan, index: number, credentials: Credentials): Promise<void> {
    await this.#forgetOthers(key, plan.steps[index], credentials);
    await this.#put(key, plan, index, { credentials, savedAt: this.#ports.clock.now() });
  }

  /** Where the plan does not say whose credentials a step gives, those of another one end what came from the last. */
  async #forgetOthers(key: string, step: Step | undefined, { arn }: Credentials): Promise<void> {
    const { store } = this.#ports;
    const account = itemAccount('tmp', key);
    const isAfter = (row: ItemRow): boolean => row.after?.includes(account) === true;
    const isSaid = step === undefined || sourceOf(step).identity(step).role !== null;
    if (isSaid || arn === null || !store.rows().some(isAfter)) {
      return;
    }
    const value = await store.get({ kind: 'tmp', key });
    const before = value === null ? null : fromStored(value);
    if (before?.credentials.arn !== arn) {
      await store.forget(isAfter);
    }
  }

  /** Adds the account that AWS named to the stored result of a plan, if there is one. */
  async prove(key: string, plan: Plan, proven: Credentials): Promise<void> {
    const value = proven.expiresAt === null ? null : await this.#ports.store.get({ kind: 'tmp', key });
    const cached = value === null ? null : fromStored(value);
    if (cached?.credentials.accessKeyId === proven.accessKeyId) {
      await this.#put(key, plan, plan.steps.length - 1, { credentials: proven, savedAt: cached.savedAt });
    }
  }

  async #put(key: string, plan: Plan, index: number, cached: CachedCredentials): Promise<void> {
    const { credentials, savedAt } = cached;
    const step = plan.steps[index];
    const first = plan.steps[0];
    if (step === undefined || credentials.expiresAt === null) {
      return;
    }
    const facts = {
      label: sourceOf(step).label(step),
      profile: step.profile,
      expiresAt: credentials.expiresAt,
      savedAt,
      through: first === undefined ? null : (sourceOf(first).signIn(first)?.key ?? null),
      after: keptBefore(plan, index),
    };
    const { store, report } = this.#ports;
    const value = toStored(cached);
    await storeOrWarn(async () => store.put({ kind: 'tmp', key }, value, facts), NOT_KEPT, report);
  }

  async drop(key: string): Promise<void> {
    await this.#ports.store.delete({ kind: 'tmp', key });
  }

  /** Epoch milliseconds at which what lies under `key` was obtained; null where nothing does. Opens no keychain. */
  keptAt(key: string): number | null {
    const account = itemAccount('tmp', key);
    return this.#ports.store.rows().find((row) => row.account === account)?.savedAt ?? null;
  }

  /** Changes when another process has kept something under `key`; opens no keychain. */
  trace(key: string): string {
    return savedAt({ kind: 'tmp', key }, this.#ports.store);
  }

  /** Runs what comes before `alone`, and tells of a process that asks a person for one of `keys` where it takes long. */
  async telling<T>(keys: () => readonly string[], work: () => Promise<T>): Promise<T> {
    const { locks, store } = this.#ports;
    if (store.describe().kind === 'none') {
      return work();
    }
    return locks.telling(() => keys().map(stepLock), lockWait(this.#ports, this.#request), work);
  }

  /** One process at a time obtains what `key` names; the others read it from the store. */
  async alone<T extends object>(key: string, flight: Omit<Flight<T>, 'name' | 'lock'>): Promise<T> {
    const { locks, store } = this.#ports;
    if (store.describe().kind === 'none') {
      return flight.obtain();
    }
    const lock = lockWait(this.#ports, this.#request);
    return singleFlight({ ...flight, name: stepLock(key), lock }, locks);
  }
}
