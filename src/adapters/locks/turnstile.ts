import { join } from 'node:path';
import { showDuration } from '../../core/text/time.ts';
import { AwscredError } from '../../errors.ts';
import type { Clock } from '../../ports/clock.ts';
import { atEnd } from '../process/at-end.ts';
import { ownNote } from './holder.ts';
import { type Free, isOthers, takeBehindStopped, takeFree } from './slot.ts';

interface TurnstileOptions {
  /** What the slots are for; part of their files' names. */
  readonly name: string;
  /** How many processes may be inside at a time. */
  readonly slots: number;
  /** How long to wait for a slot, in milliseconds; then WAITED. */
  readonly timeoutMs: number;
  /** Lock folders, best first: `lockFolders(places)`. */
  readonly folders: () => Iterable<string>;
  readonly clock: Clock;
  /** Asked about once a second by those who wait; what it returns is thrown. */
  readonly giveUp?: () => AwscredError | null;
}

/**
 * Lets a few processes of the user through at a time. A slot is a file in the lock folder; it is free again when its
 * process leaves or dies. Without a usable lock folder there is no turnstile: it is an optimisation, not a lock.
 */
export class Turnstile {
  readonly #options: TurnstileOptions;
  #folder: string | null | undefined;

  constructor(options: TurnstileOptions) {
    this.#options = options;
  }

  /** Runs `work` inside. It may `leave` early, e.g. before it waits for a person. */
  async pass<T>(work: (leave: () => void) => Promise<T>): Promise<T> {
    const leave = await this.#enter();
    try {
      return await work(leave);
    } finally {
      leave();
    }
  }

  /** Whether another process is inside just now. */
  crowded(): boolean {
    const folder = this.#usableFolder();
    return folder !== null && this.#slots().some((slot) => isOthers(join(folder, slot)));
  }

  async #enter(): Promise<() => void> {
    const folder = this.#usableFolder();
    if (folder === null) {
      return () => {};
    }
    const { clock, timeoutMs, name } = this.#options;
    const note = ownNote(name);
    let looksCloser = true;
    // Summed rather than read from the clock, which may jump.
    for (let waited = 0; ;) {
      const slot = this.#tryEach(folder, note, looksCloser);
      if (slot === 'unusable') {
        return () => {};
      }
      if (slot !== null) {
        return once(slot);
      }
      if (waited >= timeoutMs) {
        throw tooLong(name, timeoutMs);
      }
      const pause = 10 + Math.random() * Math.min(140, 20 + waited / 10);
      await clock.sleep(pause);
      // Looking up the holder of each slot costs ten times as much as trying, so it is done once a second.
      looksCloser = Math.floor(waited / 1000) !== Math.floor((waited + pause) / 1000);
      waited += pause;
      const reason = looksCloser ? this.#options.giveUp?.() : null;
      if (reason !== null && reason !== undefined) {
        throw reason;
      }
    }
  }

  /** How to free the slot that was taken, null when all are taken; `unusable` on a full disk and the like. */
  #tryEach(folder: string, note: string, looksCloser: boolean): Free | 'unusable' | null {
    const take = looksCloser ? takeBehindStopped : takeFree;
    const slots = this.#slots();
    const first = Math.floor(Math.random() * slots.length);
    for (let index = 0; index < slots.length; index += 1) {
      const path = join(folder, slots[(first + index) % slots.length] ?? '');
      const taken = orUnusable(() => take(path, note));
      if (taken !== null) {
        return taken;
      }
    }
    return null;
  }

  #slots(): readonly string[] {
    return Array.from({ length: this.#options.slots }, (_, index) => `${this.#options.name}.${index}`);
  }

  #usableFolder(): string | null {
    if (this.#folder === undefined) {
      const [first] = this.#options.folders();
      this.#folder = first ?? null;
    }
    return this.#folder;
  }
}

function orUnusable(take: () => Free | 'unusable' | null): Free | 'unusable' | null {
  try {
    return take();
  } catch {
    return 'unusable';
  }
}

/** Frees the slot only once: it may already be the next process's. */
function once(free: Free): Free {
  let isInside = true;
  const leave = (): void => {
    if (isInside) {
      isInside = false;
      forget();
      free();
    }
  };
  const forget = atEnd(leave);
  return leave;
}

function tooLong(name: string, timeoutMs: number): AwscredError {
  return new AwscredError(
    'WAITED',
    `gave up after ${showDuration(timeoutMs)}: too many processes are using the ${name} at once`,
    { hints: ['try again when they are done, or set AWSCRED_WAIT_TIMEOUT to wait longer'] },
  );
}
