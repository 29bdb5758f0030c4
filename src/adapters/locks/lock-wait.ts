import { printable } from '../../core/text/printable.ts';
import { showDuration } from '../../core/text/time.ts';
import { AwscredError } from '../../errors.ts';
import type { Clock } from '../../ports/clock.ts';
import type { LockHolder, LockOptions } from '../../ports/store/lock.ts';
import { type HolderNote, isStopped } from './holder.ts';
import { holderOfHeld } from './lock-file.ts';

/** A shorter wait is not reported, unless the holder is asking a person. */
const GRACE_MS = 500;
/** A try costs a tenth of a look at the holder. */
const LOOK_MS = 25;
const SHORTEST_PAUSE_MS = 2;
const LONGEST_PAUSE_MS = 100;

/** One process's wait for one lock: how long, and whether the person was told. */
export class LockWait {
  readonly options: LockOptions;
  readonly #clock: Clock;
  /** Pids already reported: one line for each, however many of its locks we wait for. */
  readonly #told: Set<number>;
  #waited = 0;
  #looked = 0;
  /** Whether the lock was another's when it was wanted. */
  wasBusy = false;

  constructor(options: LockOptions, clock: Clock, told: Set<number>) {
    this.options = options;
    this.#clock = clock;
    this.#told = told;
  }

  /** Milliseconds. */
  get left(): number {
    return this.options.timeoutMs - this.#waited;
  }

  /**
   * Called whenever the lock is another's; `isName` where nothing but the file's name locks. Throws when the time is up;
   * true where one need not wait for it.
   */
  busy(path: string, isName: boolean): boolean {
    this.wasBusy = true;
    const isTime = this.left <= 0 || this.#waited === 0 || this.#waited >= this.#looked + LOOK_MS;
    if (!isTime) {
      return false;
    }
    this.#looked = this.#waited;
    const holder = holderOfHeld(path);
    if (this.left <= 0) {
      this.#tell(holder);
      throw tooLong(holder, this.options.timeoutMs, isName ? path : null);
    }
    if (holder !== null && (holder.asking !== null || this.#waited >= GRACE_MS)) {
      this.#tell(holder);
    }
    return this.#isBeside(holder);
  }

  /** Before the lock is wanted: looks every half second, until `signal`, for holders that ask a person. */
  async tellOfAskers(holders: () => readonly (LockHolder | null)[], signal: AbortSignal): Promise<void> {
    while (!(await this.#isOver(signal, GRACE_MS))) {
      holders()
        .filter((holder) => holder !== null && holder.asking !== null)
        .forEach((holder) => this.#tell(holder));
    }
  }

  /** Between two tries. Most holders are done soon; a crowd that waits long must not cost much. */
  async pause(): Promise<void> {
    const longest = Math.min(LONGEST_PAUSE_MS, Math.max(SHORTEST_PAUSE_MS, this.#waited / 10));
    const ms = Math.min(this.left, longest * (0.5 + Math.random()));
    // Summed rather than read from a clock, which may jump.
    this.#waited += ms;
    await this.#clock.sleep(ms);
  }

  #isBeside(holder: LockHolder | null): boolean {
    return this.options.besideAsking === true && holder !== null && holder.asking !== null;
  }

  #tell(holder: LockHolder | null): void {
    // An unreported wait (the store's own locks) must not use up the line of a later one.
    const isHeard = this.options.onWait !== undefined;
    if (isHeard && holder !== null && !this.#told.has(holder.pid) && !this.#isBeside(holder)) {
      this.#told.add(holder.pid);
      this.options.onWait?.(holder);
    }
  }

  async #isOver(signal: AbortSignal, ms: number): Promise<boolean> {
    try {
      await this.#clock.sleep(ms, signal);
      return signal.aborted;
    } catch {
      return true;
    }
  }
}

/** `left` is a file that may have been left behind. */
function tooLong(holder: HolderNote | null, timeoutMs: number, left: string | null): AwscredError {
  const waited = `gave up after waiting ${showDuration(timeoutMs)} for another awscred`;
  const hints = ['AWSCRED_WAIT_TIMEOUT sets how long to wait'];
  if (holder === null) {
    return new AwscredError('WAITED', waited, { hints });
  }
  const stopped = isStopped(holder);
  const isElsewhere = holder.where === 'elsewhere';
  const facts = [
    ...(holder.purpose === null ? [] : [printable(holder.purpose)]),
    `pid ${holder.pid}`,
    ...(holder.terminal === null ? [] : [printable(holder.terminal)]),
    ...(stopped ? ['stopped'] : []),
    ...(isElsewhere ? ['in another container or on another machine'] : []),
  ];
  const others = isElsewhere && left !== null ? [`if it is gone there, remove ${printable(left)}`] : hints;
  return new AwscredError('WAITED', `${waited} (${facts.join(', ')})`, {
    hints: stopped
      ? [`let it continue: kill -CONT ${holder.pid} (or end it: kill -KILL ${holder.pid})`]
      : others,
  });
}
