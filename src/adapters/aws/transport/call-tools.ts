import type { Clock } from '../../../ports/clock.ts';
import type { Random } from '../../../ports/random.ts';
import type { Http } from '../../../ports/http.ts';
import type { ClockSkew } from '../failure/clock-skew.ts';

export interface CallTools {
  readonly http: Http;
  readonly clock: Clock;
  readonly random: Random;
  readonly skew: ClockSkew;
  /** The home folder, shown as `~`. */
  readonly home: string;
  /** Epoch milliseconds at which the whole command must be done with calls. */
  deadline(): number;
  debug(message: string): void;
  /** Says after half a second what is being waited for; the returned function ends that. */
  busy(what: string): () => void;
  /** For a waiting person; told once per call, when its tries have taken 2 s. */
  slow(message: string): void;
}
