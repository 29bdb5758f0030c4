import { showDuration } from '../../../core/text/time.ts';
import type { Clock } from '../../../ports/clock.ts';

/** AWS refuses signatures that are more than 5 to 15 minutes off; smaller differences are ignored. */
const TOLERATED_MS = 5 * 60_000;

/** What the servers' `Date` headers say of this machine's clock. */
export interface ClockSkew {
  /** Milliseconds to add to the local clock; 0 until a server's clock was more than 5 minutes off. */
  correction(): number;
  /** The local clock, corrected. Epoch milliseconds. */
  now(): number;
  /** Takes note of an answer; true when it changed the correction. */
  note(headers: Readonly<Record<string, string>>, host: string): boolean;
}

/** `warn` is told when the clock turns out to be wrong, with the offset. */
export function createClockSkew(clock: Clock, warn: (message: string) => void): ClockSkew {
  let correction = 0;
  return {
    correction: () => correction,
    now: () => clock.now() + correction,
    note(headers, host) {
      const offset = clockOffset(headers, clock.now());
      if (offset === null || Math.abs(offset + correction) <= TOLERATED_MS) {
        return false;
      }
      correction = Math.abs(offset) <= TOLERATED_MS ? 0 : -offset;
      if (correction !== 0) {
        warn(`the clock of this machine is ${showOffset(offset)} that of ${host}; awscred uses that clock`);
      }
      return true;
    },
  };
}

/** Local clock minus the answer's `Date`, in milliseconds; null without one, or where a cache gave the answer. */
export function clockOffset(headers: Readonly<Record<string, string>>, now: number): number | null {
  const server = Date.parse(headers['date'] ?? '');
  return Number.isNaN(server) || headers['age'] !== undefined ? null : now - server;
}

/** `1h2m ahead of`, `7m behind`. */
export function showOffset(offset: number): string {
  const minutes = Math.round(Math.abs(offset) / 60_000);
  return `${showDuration(minutes * 60_000)} ${offset > 0 ? 'ahead of' : 'behind'}`;
}
