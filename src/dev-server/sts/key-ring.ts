import { randomBytes, randomInt } from 'node:crypto';
import { UserKeys } from '../iam/user-keys.ts';
import type { ServerClock } from '../server-clock.ts';
import type { World } from '../world/world.ts';
import type { Identity } from './identity.ts';

/** An access key: a person's own, or one the local AWS issued. */
export interface AccessKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Null for long-term keys. */
  readonly sessionToken: string | null;
  /** Epoch milliseconds; null for long-term keys. */
  readonly expiresAt: number | null;
  readonly identity: Identity;
  /** The longest session of the console that may be asked for with it; null where none may be. */
  readonly consoleSeconds: number | null;
}

/** A temporary key has all four parts of `Credentials`. */
export interface TemporaryKey extends AccessKey {
  readonly sessionToken: string;
  readonly expiresAt: number;
}

/** Every key that ever worked; expired ones stay, so that they can be told from unknown ones. */
export class KeyRing {
  readonly #keys = new Map<string, AccessKey>();

  /** Long-term keys, which IAM manages. */
  readonly users: UserKeys;

  constructor(world: World, clock: ServerClock) {
    this.users = new UserKeys(world, clock);
  }

  /** Null for one that is unknown, inactive, or too new to be known everywhere. */
  find(accessKeyId: string): AccessKey | null {
    const own = this.users.working(accessKeyId);
    if (own === null) {
      return this.#keys.get(accessKeyId) ?? null;
    }
    const { secretAccessKey, identity } = own;
    return {
      accessKeyId,
      secretAccessKey,
      sessionToken: null,
      expiresAt: null,
      consoleSeconds: null,
      identity,
    };
  }

  /**
   * New temporary credentials for `identity` until `expiresAt` (epoch milliseconds; cut to a whole second, as AWS does),
   * with a token of `size` characters.
   */
  issue(
    identity: Identity,
    expiresAt: number,
    consoleSeconds: number | null = null,
    size: number = 416,
  ): TemporaryKey {
    const key: TemporaryKey = {
      accessKeyId: `ASIA${randomText('ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', 16)}`,
      secretAccessKey: randomBytes(30).toString('base64'),
      sessionToken: `IQoJb3JpZ2luX2Vj${randomBytes(size).toString('base64')}`.slice(0, size),
      expiresAt: Math.floor(expiresAt / 1000) * 1000,
      identity,
      consoleSeconds,
    };
    this.#keys.set(key.accessKeyId, key);
    return key;
  }
}

function randomText(alphabet: string, length: number): string {
  return Array.from({ length }, () => alphabet[randomInt(alphabet.length)]).join('');
}
