import type { Secret } from '../../../core/secret.ts';
import type { Site } from '../../../core/plan/step.ts';
import type { RefusalFacts } from '../../../errors.ts';
import type { HttpAnswer } from '../../../ports/http.ts';
import type { Repeat } from './retry-policy.ts';
import type { SdkHandler } from './wire.ts';

/** One AWS call, ready to be made any number of times. */
export interface Call<Output, Result> {
  readonly service: RefusalFacts['service'];
  readonly operation: string;
  readonly site: Site;
  readonly repeat: Repeat;
  /** The secrets of the request, which no message may show. */
  readonly secrets: readonly Secret[];
  /** Whether one of them is written into the request and good in anybody's hands; keys that sign are not. */
  readonly sendsBearer: boolean;
  /** The longest answer; 1 MiB where left out. */
  readonly mostBytes?: number;
  send(connection: SdkConnection): Promise<Output>;
  /** Checks the answer; `now` is the corrected clock. Throws HttpFailure. */
  read(output: Output, now: number, answer: HttpAnswer): Result;
}

/** What a client of the SDK is made with, for one try. */
export interface SdkConnection {
  readonly site: Site;
  readonly requestHandler: SdkHandler;
  /** Milliseconds that signatures add to the local clock. */
  readonly systemClockOffset: number;
}

/** Makes a call, with all its tries. */
export type RunCall = <Output, Result>(call: Call<Output, Result>) => Promise<Result>;
