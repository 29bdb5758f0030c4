import { AwscredError, type AwsRefusal } from '../../../errors.ts';
import type { Clock } from '../../../ports/clock.ts';
import type { HttpFailure } from '../../../ports/http-failure.ts';
import type { HttpAnswer } from '../../../ports/http.ts';
import type { Call } from './call.ts';
import { clockContradiction } from '../failure/clock-refusal.ts';
import { callLine } from './call-line.ts';
import { clockOffset } from '../failure/clock-skew.ts';
import { refusalFrom } from '../failure/refusal.ts';
import { NAME_BUDGET_MS } from './retry-policy.ts';
import type { CallTools } from './call-tools.ts';
import { hostOf, originOf } from '../failure/site-words.ts';
import { createWire } from './wire.ts';

/** When a try takes place; epoch milliseconds. */
interface Try {
  readonly tries: number;
  readonly began: number;
  readonly ends: number;
}

/** One try, in milliseconds. */
const TRY_MS = 20_000;

/** Makes a call once and tells `debug` about it. Throws HttpFailure, AwsRefusal, AwscredError. */
export async function tryCall<Output, Result>(
  call: Call<Output, Result>,
  tools: CallTools,
  when: Try,
): Promise<Result> {
  const { clock, skew } = tools;
  const started = clock.now();
  const wire = createWire(tools.http, {
    endpoint: call.site.endpoint,
    caBundle: call.site.caBundle,
    origin: { words: originOf(call.site, tools.home), at: call.site.override },
    bearer: call.sendsBearer,
    ...(call.mostBytes === undefined ? {} : { mostBytes: call.mostBytes }),
    totalMs: Math.max(1, Math.min(TRY_MS, when.ends - started)),
    nameMs: Math.max(1, NAME_BUDGET_MS - (started - when.began)),
  });
  const tell = (error: unknown): void =>
    tools.debug(
      callLine(call, { tries: when.tries, ms: clock.now() - started, answer: wire.answer(), error }),
    );
  try {
    const { site } = call;
    const connection = { site, requestHandler: wire.handler, systemClockOffset: skew.correction() };
    const sending = await settled(call.send(connection));
    const answer = wire.answer();
    if (answer === null) {
      throw asError(wire.failure() ?? sending.error);
    }
    skew.note(answer.headers, hostOf(site));
    if (sending.output === null) {
      throw refused(call, answer, sending.error, clock.now());
    }
    const result = readAnswer(call, sending.output, answer, tools);
    tell(null);
    return result;
  } catch (error) {
    tell(error);
    throw error;
  } finally {
    wire.close();
  }
}

/** Reads an answer. One that is valid by this machine's clock but not by the server's `Date` is a clock error. */
function readAnswer<Output, Result>(
  call: Call<Output, Result>,
  output: Output,
  answer: HttpAnswer,
  { skew, clock }: CallTools,
): Result {
  try {
    return call.read(output, skew.now(), answer);
  } catch (error) {
    const offset = clockOffset(answer.headers, clock.now());
    if (skew.correction() !== 0 && offset !== null && isReadable(call, output, answer, clock)) {
      throw clockContradiction(offset, hostOf(call.site), error);
    }
    throw error;
  }
}

function isReadable<Output>(
  call: Call<Output, unknown>,
  output: Output,
  answer: HttpAnswer,
  clock: Clock,
): boolean {
  try {
    call.read(output, clock.now(), answer);
    return true;
  } catch {
    return false;
  }
}

type Settled<Output> = { output: Output; error: null } | { output: null; error: unknown };

async function settled<Output>(sending: Promise<Output>): Promise<Settled<Output>> {
  try {
    return { output: await sending, error: null };
  } catch (error) {
    return { output: null, error };
  }
}

function refused(
  call: Call<unknown, unknown>,
  answer: HttpAnswer,
  sdkError: unknown,
  now: number,
): AwsRefusal | HttpFailure {
  const { service, operation, repeat, secrets } = call;
  const offset = clockOffset(answer.headers, now);
  return refusalFrom(answer, sdkError, { service, operation, repeat, secrets, clockOffset: offset, now });
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new AwscredError('UNEXPECTED', 'a call failed without a reason');
}
