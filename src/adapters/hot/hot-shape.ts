import type { StampedFile } from '../../core/hot/hot-record.ts';
import type { Clock } from '../../ports/clock.ts';

export interface HotCacheUse {
  /** `hot_cache`: without it a record has no secret half, and only says where the store has the credentials. */
  readonly isOn: boolean;
  /** This machine's clock: later calls have no other. */
  readonly systemClock: Clock;
  /** The same, corrected by AWS's answers. */
  readonly clock: Clock;
}

/** What shapes the plan, as it was before anything was read. */
export interface Shape {
  readonly variables: string;
  readonly files: readonly [StampedFile, StampedFile, StampedFile];
  /** Epoch milliseconds of this machine's clock. */
  readonly begun: number;
  /** What stood in the folder then: it changes whenever what the store keeps does (hot-folder.ts). */
  readonly mark: string | null;
}
