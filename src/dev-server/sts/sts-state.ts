import type { ServerClock } from '../server-clock.ts';
import type { World } from '../world/world.ts';
import type { KeyRing } from './key-ring.ts';
import type { MfaCodes } from './mfa-codes.ts';

/** What STS knows and remembers. */
export interface StsState {
  readonly clock: ServerClock;
  readonly world: World;
  readonly keys: KeyRing;
  readonly mfa: MfaCodes;
}
