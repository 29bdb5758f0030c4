import { AwscredError } from '../../errors.ts';
import type { Clock } from '../../ports/clock.ts';
import { monotonicMs } from '../process/monotonic.ts';
import type { SessionBus } from './bus.ts';
import { isLostRace, isNoReply, keychainFault } from './faults.ts';
import type { Gate } from './gate.ts';

/** The service's own limit is 2 s. On a hung bus the library takes 25 s: one try is enough. */
const SLOW_MS = 8000;

/** Calls of the addon in this process, each through the gate, lost races and missing replies tried again. */
export class DirectCalls {
  readonly #bus: SessionBus;
  readonly #gate: Gate;
  readonly #clock: Clock;

  constructor(bus: SessionBus, gate: Gate, clock: Clock) {
    this.#bus = bus;
    this.#gate = gate;
    this.#clock = clock;
  }

  /** Throws AwscredError. */
  async run<T>(call: (bus: SessionBus) => T): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      const tried = await this.#gate.pass(
        false,
        async () => await Promise.resolve(attemptAt(call, this.#bus)),
      );
      if ('value' in tried) {
        return tried.value;
      }
      if (attempt >= this.#attempts(tried)) {
        throw this.#gate.notice(keychainFault(tried.words));
      }
      await this.#clock.sleep(5 + Math.random() * 45);
    }
  }

  #attempts({ words, ms }: Failed): number {
    if (isLostRace(words)) {
      return 5;
    }
    if (!isNoReply(words) || ms > SLOW_MS) {
      return 1;
    }
    return this.#gate.crowded() ? 4 : 2;
  }
}

interface Failed {
  readonly words: string;
  readonly ms: number;
}

function attemptAt<T>(call: (bus: SessionBus) => T, bus: SessionBus): { readonly value: T } | Failed {
  const start = monotonicMs();
  try {
    return { value: call(bus) };
  } catch (error) {
    if (error instanceof AwscredError) {
      throw error;
    }
    return { words: error instanceof Error ? error.message : '', ms: monotonicMs() - start };
  }
}
