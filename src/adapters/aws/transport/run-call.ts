import { AwsRefusal } from '../../../errors.ts';
import type { Random } from '../../../ports/random.ts';
import { HttpFailure } from '../../../ports/http-failure.ts';
import type { Call } from './call.ts';
import { clockRefusal, isSignatureRefusal } from '../failure/clock-refusal.ts';
import { networkError } from '../failure/network-error.ts';
import { nextDelay } from './retry-policy.ts';
import { hostOf } from '../failure/site-words.ts';
import { tryCall } from './try-call.ts';
import type { CallTools } from './call-tools.ts';

/** All tries of one call, in milliseconds. */
const CALL_MS = 45_000;

const SLOW_MS = 2_000;

/** Makes a call, repeats it as retry-policy.ts allows, and corrects the clock once. Throws as ports/aws.ts says. */
export async function runCall<Output, Result>(call: Call<Output, Result>, tools: CallTools): Promise<Result> {
  const done = tools.busy(`${call.operation}: waiting for ${hostOf(call.site)}`);
  try {
    return await repeated(call, tools);
  } finally {
    done();
  }
}

async function repeated<Output, Result>(call: Call<Output, Result>, tools: CallTools): Promise<Result> {
  const began = tools.clock.now();
  const run = { call, tools, began, ends: Math.min(began + CALL_MS, tools.deadline()), told: false };
  let corrected = false;
  for (let tries = 1; ; tries += 1) {
    const signedWith = tools.skew.correction();
    try {
      return await tryCall(call, tools, { tries, began, ends: run.ends });
    } catch (error) {
      // The service checks the signature first, so even a one-time code is still unused.
      if (!corrected && isSignatureRefusal(error) && tools.skew.correction() !== signedWith) {
        corrected = true;
      } else {
        await waitToRepeat(error, tries, run);
      }
    }
  }
}

interface Run {
  readonly call: Call<unknown, unknown>;
  readonly tools: CallTools;
  readonly began: number;
  readonly ends: number;
  told: boolean;
}

/** Sleeps until the next try, or throws the final error of the call. */
async function waitToRepeat(error: unknown, tries: number, run: Run): Promise<void> {
  const { call, tools } = run;
  if (!(error instanceof HttpFailure)) {
    throw error instanceof AwsRefusal ? (clockRefusal(error, hostOf(call.site)) ?? error) : error;
  }
  const now = tools.clock.now();
  const elapsed = now - run.began;
  const delay = nextDelay(error, {
    repeat: call.repeat,
    tries,
    elapsed,
    remaining: run.ends - now,
    chance: chance(tools.random),
  });
  if (delay === null) {
    const route = tools.http.route(new URL(call.site.endpoint));
    const { site, repeat } = call;
    throw networkError(error, { site, repeat, tries, elapsed, route, home: tools.home });
  }
  if (!run.told && elapsed + delay >= SLOW_MS) {
    run.told = true;
    tools.slow(`${hostOf(call.site)} ${slowWords(error)}, trying again (Ctrl-C gives up)`);
  }
  await tools.clock.sleep(delay);
}

function slowWords(failure: HttpFailure): string {
  return ['server', 'throttled', 'body'].includes(failure.kind)
    ? `answers with ${failure.what}`
    : 'does not answer';
}

function chance(random: Random): number {
  return (random.bytes(1)[0] ?? 0) / 256;
}
