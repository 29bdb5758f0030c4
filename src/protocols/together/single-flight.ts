import type { LockOptions, Locks, Turn } from '../../ports/store/lock.ts';
import { passOnRefusal } from './lock-wait.ts';

/** Something that one process obtains and the others then read from the store. */
export interface Flight<T> {
  /** The lock: names the identity being obtained. */
  readonly name: string;
  readonly lock: LockOptions;
  /** A usable stored result, without a call; null for none. */
  look(): Promise<T | null>;
  /**
   * Called once by a process that has waited and found nothing, before it queues again. Throws what it would otherwise
   * find out only in its turn, so that many of them end at once and not one after the other.
   */
  refuse?(): Promise<void>;
  /** Obtains and stores it. */
  obtain(): Promise<T>;
}

/**
 * One process at a time obtains; the others look for what it kept, or take over a person's refusal.
 * Throws what `look` and `obtain` throw, WAITED (6), and the refusal.
 */
export async function singleFlight<T extends object>(flight: Flight<T>, locks: Locks): Promise<T> {
  const { name, lock } = flight;
  const alone = async (turn: Turn): Promise<T> => {
    const kept = await flight.look();
    if (kept !== null) {
      return kept;
    }
    passOnRefusal(turn);
    return flight.obtain();
  };
  const first = await locks.withLock(name, lock, async (turn) =>
    turn.waited ? { turn, value: null } : { turn, value: await alone(turn) },
  );
  // All who waited look at once, without the lock: a look may need a key derivation.
  const found = first.value ?? (await flight.look());
  if (found !== null) {
    return found;
  }
  passOnRefusal(first.turn);
  await flight.refuse?.();
  return locks.withLock(name, lock, alone);
}
