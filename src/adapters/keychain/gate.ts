import type { AwscredError } from '../../errors.ts';
import type { Clock } from '../../ports/clock.ts';
import { Turnstile } from '../locks/turnstile.ts';
import { keychainFault } from './faults.ts';
import { HungMark } from './hung-mark.ts';

/**
 * gnome-keyring breaks under a crowd: of 200 readers at once 156 timed out, of 6 at a time none (measured). It serves
 * one at a time anyway, and on a busy machine (a load of 20 on two cores) 6 still made it crash in two of eight
 * crowds, 3 in none of six, in the same time.
 */
const AT_A_TIME = 3;
/**
 * It rewrites and syncs its file for each write, while everybody else waits. A client that gives up after its 2 s
 * can make it crash (seen: `aes_negotiate: assertion 'session' failed`), and the user's keyring is locked then.
 */
const WRITERS_AT_A_TIME = 2;

export interface GateOptions {
  readonly clock: Clock;
  /** Lock folders, best first. */
  readonly folders: () => Iterable<string>;
  /** How long to queue behind other processes, in milliseconds. */
  readonly queueMs: number;
}

/** Lets the user's processes take turns at the keychain, and tells the others when it hangs. */
export class Gate {
  readonly #all: Turnstile;
  readonly #writers: Turnstile;
  readonly #mark: HungMark;

  constructor(options: GateOptions) {
    this.#mark = new HungMark(options.folders);
    const { clock, folders, queueMs: timeoutMs } = options;
    const giveUp = (): AwscredError | null =>
      this.#mark.isFresh() ? keychainFault('Did not receive a reply') : null;
    const base = { clock, folders, timeoutMs, giveUp };
    this.#all = new Turnstile({ ...base, name: 'keychain', slots: AT_A_TIME });
    this.#writers = new Turnstile({ ...base, name: 'keychain-writers', slots: WRITERS_AT_A_TIME });
  }

  /** Runs `work` inside. It calls `leave` before it waits for a person, so that others need not wait. */
  async pass<T>(writes: boolean, work: (leave: () => void) => Promise<T>): Promise<T> {
    if (!writes) {
      return await this.#all.pass(work);
    }
    return await this.#writers.pass(async (leaveWriters) => {
      return await this.#all.pass(async (leave) => {
        return await work(() => {
          leave();
          leaveWriters();
        });
      });
    });
  }

  /** Whether another process is at the keychain just now. */
  crowded(): boolean {
    return this.#all.crowded();
  }

  /** Tells those in the queue if the service hangs. Returns the fault. */
  notice(fault: AwscredError): AwscredError {
    if (fault.code === 'KEYCHAIN_HUNG') {
      this.#mark.leave();
    }
    return fault;
  }
}
