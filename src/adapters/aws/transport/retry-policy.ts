import type { FailureKind, HttpFailure } from '../../../ports/http-failure.ts';

/**
 * Whether a call may be made again (docs/wire.md, "Repeating"): `safe` for one that can be repeated without harm,
 * `unless-sent` for one with a single-use code, which may be used up once the server may have seen it,
 * `unless-done` for one that makes something: the same, but a throttled one has made nothing;
 * `never` where the caller repeats it by itself (device polls).
 */
export type Repeat = 'safe' | 'unless-sent' | 'unless-done' | 'never';

export interface RetryState {
  readonly repeat: Repeat;
  /** How often the call has been tried, 1 after the first. */
  readonly tries: number;
  /** Milliseconds since the first try began, and until the call must have ended. */
  readonly elapsed: number;
  readonly remaining: number;
  /** Chance, from 0 to below 1. */
  readonly chance: number;
}

/** The most tries of one call, by the failure; 1 for what repeating does not change. */
const TRIES: Readonly<Record<FailureKind, number>> = {
  name: 3,
  connect: 4,
  reset: 8,
  silent: 8,
  proxy: 1,
  tls: 1,
  certificate: 1,
  redirect: 1,
  'too-long': 1,
  unusable: 1,
  body: 8,
  server: 8,
  throttled: 8,
};

/** A name that does not resolve is given up after 5 s in all. */
export const NAME_BUDGET_MS = 5_000;
/** A second lookup that takes as long as the first must still fit. */
const NAME_RETRY_UNTIL_MS = NAME_BUDGET_MS / 2;

const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 8_000;

/** Milliseconds to wait before the next try, or null to give up. */
export function nextDelay(failure: HttpFailure, state: RetryState): number | null {
  if (
    !mayRepeat(failure, state.repeat) ||
    state.tries >= TRIES[failure.kind] ||
    isFinalName(failure, state)
  ) {
    return null;
  }
  const step = Math.min(FIRST_DELAY_MS * 2 ** (state.tries - 1), LONGEST_DELAY_MS);
  // Between half and all of the step, so that processes that failed together do not retry together.
  const jittered = step / 2 + (step / 2) * state.chance;
  const delay = Math.round(Math.max(jittered, failure.retryAfter ?? 0));
  return delay < state.remaining ? delay : null;
}

function mayRepeat(failure: HttpFailure, repeat: Repeat): boolean {
  if (repeat === 'unless-done' && failure.kind === 'throttled') {
    return true;
  }
  return repeat === 'safe' || (repeat !== 'never' && !failure.sent);
}

function isFinalName(failure: HttpFailure, state: RetryState): boolean {
  if (failure.kind !== 'name') {
    return false;
  }
  const definite = (failure.cause as NodeJS.ErrnoException | undefined)?.code === 'ENOTFOUND';
  return definite || state.elapsed > NAME_RETRY_UNTIL_MS;
}
