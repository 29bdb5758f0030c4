import { printable } from '../../core/printable.ts';
import { showDuration } from '../../core/time.ts';
import { AwscredError } from '../../errors.ts';
import type { Clock } from '../../ports/clock.ts';
import type { LockHolder, LockOptions } from '../../ports/lock.ts';
import { type HolderNote, isStopped } from './holder.ts';
import { holderOf } from './lock-file.ts';

/** One process's wait for one lock: its time, and telling once for whom. */
export class Wait {
  readonly options: LockOptions;
  readonly clock: Clock;
  left: number;
  #told = false;

  constructor(options: LockOptions, clock: Clock) {
    this.options = options;
    this.clock = clock;
    this.left = options.timeoutMs;
  }

  /** Tells for whom we wait, once; throws when the time is up. */
  async busy(path: string): Promise<void> {
    if (this.left <= 0) {
      throw tooLong(holderOf(path), this.options.timeoutMs);
    }
    if (!this.#told) {
      this.#told = true;
      this.options.onWait?.(await namedHolder(path, this.clock));
    }
  }

  async pause(ms: number): Promise<void> {
    this.left -= ms;
    await this.clock.sleep(ms);
  }
}

/** A holder writes its note just after it gets the lock: a moment's patience names it. Pid 0 stands for unknown. */
async function namedHolder(path: string, clock: Clock): Promise<LockHolder> {
  for (let attempt = 0; attempt < 10; attempt += 1) {
    const holder = holderOf(path);
    if (holder !== null) {
      return holder;
    }
    await clock.sleep(10);
  }
  return { pid: 0, purpose: null, terminal: null };
}

function tooLong(holder: HolderNote | null, timeoutMs: number): AwscredError {
  const waited = `gave up after ${showDuration(timeoutMs)} of waiting for another awscred`;
  const hints = ['AWSCRED_WAIT_TIMEOUT sets how long to wait'];
  if (holder === null) {
    return new AwscredError('WAITED', waited, { hints });
  }
  const stopped = isStopped(holder);
  const facts = [
    ...(holder.purpose === null ? [] : [printable(holder.purpose)]),
    `pid ${holder.pid}`,
    ...(holder.terminal === null ? [] : [printable(holder.terminal)]),
    ...(stopped ? ['stopped'] : []),
  ];
  return new AwscredError('WAITED', `${waited} (${facts.join(', ')})`, {
    hints: stopped ? [`let it go on: kill -CONT ${holder.pid} (or end it: kill -KILL ${holder.pid})`] : hints,
  });
}
