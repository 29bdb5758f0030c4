import { randomBytes, randomInt } from 'node:crypto';
import type { ServerClock } from '../server-clock.ts';
import { ServiceError } from '../service-error.ts';
import { type Identity, userIdentity } from '../sts/identity.ts';
import type { User, World } from '../world/world.ts';

/** A long-term key of a user, as IAM knows it. */
export interface UserKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly user: User;
  readonly identity: Identity;
  status: 'Active' | 'Inactive';
  /** Epoch milliseconds. */
  readonly createdAt: number;
  /** Epoch milliseconds from which the services know it. */
  readonly worksFrom: number;
  lastUsed: { readonly at: number; readonly service: string; readonly region: string } | null;
}

/** IAM's quota; inactive keys count. */
const MOST_KEYS = 2;
/** How old the keys of a world are when it begins. */
const AGE_MS = 400 * 86_400_000;

/** The long-term keys of all users. */
export class UserKeys {
  readonly #clock: ServerClock;
  readonly #keys = new Map<string, UserKey>();
  #delayMs = 0;

  constructor(world: World, clock: ServerClock) {
    this.#clock = clock;
    const createdAt = clock.now() - AGE_MS;
    for (const user of world.users) {
      const { accessKeyId, secretAccessKey } = user;
      const made = { createdAt, worksFrom: 0, status: 'Active', lastUsed: null } as const;
      const key: UserKey = { accessKeyId, secretAccessKey, user, identity: userIdentity(user), ...made };
      this.#keys.set(accessKeyId, key);
    }
  }

  /** How long a new key is unknown to the services, in milliseconds. */
  propagateIn(ms: number): void {
    this.#delayMs = ms;
  }

  /** A key that signs now: active, and known already. */
  working(accessKeyId: string): UserKey | null {
    const key = this.#keys.get(accessKeyId);
    return key?.status === 'Active' && key.worksFrom <= this.#clock.now() ? key : null;
  }

  used(accessKeyId: string, service: string, region: string): void {
    const key = this.#keys.get(accessKeyId);
    if (key !== undefined) {
      key.lastUsed = { at: this.#clock.now(), service, region };
    }
  }

  of(user: User): readonly UserKey[] {
    return [...this.#keys.values()].filter((key) => key.user === user);
  }

  /** Throws NoSuchEntity for a key that is not the user's. */
  ofUser(user: User, accessKeyId: string): UserKey {
    const key = this.#keys.get(accessKeyId);
    if (key?.user !== user) {
      throw new ServiceError(404, 'NoSuchEntity', `The Access Key with id ${accessKeyId} cannot be found.`);
    }
    return key;
  }

  any(accessKeyId: string): UserKey | null {
    return this.#keys.get(accessKeyId) ?? null;
  }

  create(user: User): UserKey {
    if (this.of(user).length >= MOST_KEYS) {
      throw new ServiceError(409, 'LimitExceeded', `Cannot exceed quota for AccessKeysPerUser: ${MOST_KEYS}`);
    }
    const now = this.#clock.now();
    const key: UserKey = {
      accessKeyId: `AKIA${Array.from({ length: 16 }, () => LETTERS[randomInt(LETTERS.length)]).join('')}`,
      secretAccessKey: randomBytes(30).toString('base64'),
      user,
      identity: userIdentity(user),
      status: 'Active',
      createdAt: now,
      worksFrom: now + this.#delayMs,
      lastUsed: null,
    };
    this.#keys.set(key.accessKeyId, key);
    return key;
  }

  delete(key: UserKey): void {
    this.#keys.delete(key.accessKeyId);
  }
}

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
