import type { Clock } from '../../../ports/clock.ts';
import type { Environment } from '../../../ports/environment.ts';
import type { Random } from '../../../ports/random.ts';
import type { Report } from '../../../ports/report.ts';
import type { Terminal } from '../../../ports/terminal.ts';
import type { HttpLimits } from '../../http/http.ts';
import type { Lookup } from '../../http/name-lookup.ts';

export interface AwsInput {
  readonly environment: Pick<Environment, 'get' | 'home'>;
  readonly clock: Clock;
  readonly random: Random;
  readonly report: Pick<Report, 'warn' | 'debug'>;
  readonly terminal: Pick<Terminal, 'available' | 'say'>;
  /** Hosts that may be called over plain http (`settings.plainHttp`). */
  readonly plainHttp: readonly string[];
  /** Epoch milliseconds at which the command must be done with calls; asked anew for each call. */
  deadline?(): number;
  readonly limits?: HttpLimits;
  readonly lookup?: Lookup;
}
