import type { ServerClock } from '../server-clock.ts';
import { roleSessionIdentity } from '../sts/identity.ts';
import type { KeyRing, TemporaryKey } from '../sts/key-ring.ts';
import type { IamArn } from '../world/iam-arn.ts';

/** EC2, ECS and EKS give credentials for six hours. */
const LIFE_SECONDS = 6 * 3600;

/** They are replaced this long before they expire; until then everybody gets the same ones. */
const RENEWED_MS = 5 * 60_000;

/** What a machine or a container of the local AWS remembers. */
export class MachineState {
  readonly #clock: ServerClock;
  readonly #keys: KeyRing;
  readonly #issued = new Map<string, TemporaryKey>();
  /** Tokens of IMDSv2 with their ends, epoch milliseconds. */
  readonly #tokens = new Map<string, number>();
  #lifeSeconds = LIFE_SECONDS;
  /** Whether calls without a token are answered (IMDSv1). Off, as on new instances. */
  v1 = false;

  constructor(clock: ServerClock, keys: KeyRing) {
    this.#clock = clock;
    this.#keys = keys;
  }

  /** Replaces what was issued: the next credentials live so long. */
  live(seconds: number): void {
    this.#lifeSeconds = seconds;
    this.#issued.clear();
  }

  addToken(token: string, seconds: number): void {
    this.#tokens.set(token, this.#clock.now() + seconds * 1000);
  }

  isToken(token: string): boolean {
    return (this.#tokens.get(token) ?? 0) > this.#clock.now();
  }

  /** The role's credentials under a session name: the same until shortly before they expire. */
  credentials(role: IamArn, sessionName: string): TemporaryKey {
    const name = `${role.text} ${sessionName}`;
    const known = this.#issued.get(name);
    const now = this.#clock.now();
    if (known !== undefined && known.expiresAt - now > Math.min(RENEWED_MS, this.#lifeSeconds * 500)) {
      return known;
    }
    const identity = roleSessionIdentity(role, sessionName, { sourceIdentity: null, tags: [] });
    const key = this.#keys.issue(identity, now + this.#lifeSeconds * 1000);
    this.#issued.set(name, key);
    return key;
  }
}
