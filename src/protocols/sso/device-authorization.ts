/** Polling of a device code (RFC 8628) as plain state: what the server last said decides what comes next. */
export interface DevicePolling {
  /** Seconds between two polls. */
  readonly interval: number;
  /** Epoch milliseconds after which the code is dead. */
  readonly deadline: number;
  /** Polls in a row that the network lost. */
  readonly lost: number;
}

/** What a poll came back with: AWS's error name, or `lost` for a network failure. */
export type PollAnswer =
  | 'AuthorizationPendingException'
  | 'SlowDownException'
  | 'ExpiredTokenException'
  | 'lost'
  | 'other';

type NextPoll =
  | { readonly action: 'wait'; readonly waitMs: number; readonly polling: DevicePolling }
  | { readonly action: 'expired' }
  | { readonly action: 'fail' };

/** Bounds whatever the server says: at least 1 s between polls, at most 15 minutes in all. */
export function startPolling(
  authorization: { readonly interval: number; readonly expiresIn: number },
  now: number,
): DevicePolling {
  const interval = Number.isFinite(authorization.interval) ? Math.max(1, authorization.interval) : USUAL_S;
  const life = Number.isFinite(authorization.expiresIn) ? authorization.expiresIn : LONGEST_S;
  return {
    interval: Math.min(interval, LONGEST_S),
    deadline: now + Math.min(Math.max(0, life), LONGEST_S) * 1000,
    lost: 0,
  };
}

/** The next step after an answer at `now` (epoch ms). A code that ran out is never restarted by itself. */
export function nextPoll(polling: DevicePolling, answer: PollAnswer, now: number): NextPoll {
  switch (answer) {
    case 'AuthorizationPendingException':
      return wait({ ...polling, lost: 0 }, now);
    case 'SlowDownException':
      // Added permanently, not for one poll.
      return wait({ ...polling, lost: 0, interval: polling.interval + SLOW_DOWN_S }, now);
    case 'lost':
      return polling.lost + 1 >= LOST_POLLS
        ? { action: 'fail' }
        : wait({ ...polling, lost: polling.lost + 1 }, now);
    case 'ExpiredTokenException':
      return { action: 'expired' };
    case 'other':
      return { action: 'fail' };
  }
}

/** The interval where the server names none (RFC 8628). */
const USUAL_S = 5;
const SLOW_DOWN_S = 5;
const LONGEST_S = 15 * 60;
const LOST_POLLS = 5;

function wait(polling: DevicePolling, now: number): NextPoll {
  const waitMs = polling.interval * 1000;
  // A poll after the deadline can only be refused.
  return now + waitMs > polling.deadline ? { action: 'expired' } : { action: 'wait', waitMs, polling };
}
