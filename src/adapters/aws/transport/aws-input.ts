import type { Clock } from '../../../ports/clock.ts';
import type { Http } from '../../../ports/http.ts';
import type { Random } from '../../../ports/random.ts';
import type { Report } from '../../../ports/person/report.ts';
import type { Terminal } from '../../../ports/person/terminal.ts';

export interface AwsInput {
  /** The transport, loaded when a call is made. */
  http(): Promise<Http>;
  /** The home folder, shown as `~`. */
  readonly home: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly report: Pick<Report, 'warn' | 'debug' | 'busy'>;
  readonly terminal: Pick<Terminal, 'available' | 'say'>;
  /** Epoch milliseconds at which the command must be done with calls; computed again for each call. */
  deadline?(): number;
}
