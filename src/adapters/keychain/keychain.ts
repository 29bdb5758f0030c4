import { printable } from '../../core/printable.ts';
import { AwscredError } from '../../errors.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Environment } from '../../ports/environment.ts';
import type { Terminal } from '../../ports/terminal.ts';
import { Turnstile } from '../locks/turnstile.ts';
import type { Items } from '../store/items.ts';
import type { SessionBus } from './bus.ts';
import { askChild, type ChildResult } from './child.ts';
import { childEnvironment } from './child-environment.ts';
import type { ChildAnswer, ChildWork } from './child-protocol.ts';
import { WINDOWS_CHUNK_BYTES } from './chunked-items.ts';
import { hasFreeDescriptors, probeDirectly, readDirectly } from './direct-read.ts';
import { isLostRace, isNoReply, keychainFault } from './faults.ts';
import { HungMark } from './hung-mark.ts';
import { SERVICE } from './native.ts';
import { childFault, limitsOf } from './patience.ts';

export interface KeychainOptions {
  readonly bus: SessionBus;
  readonly environment: Environment;
  readonly clock: Clock;
  readonly terminal: Terminal;
  /** Lock folders, best first, for the turnstile. */
  readonly folders: () => Iterable<string>;
  /** How long a person may take to unlock the keychain, in milliseconds. */
  readonly unlockMs: number;
  /** How long to queue behind other processes, in milliseconds. */
  readonly queueMs: number;
}

/** gnome-keyring breaks under a crowd: of 200 readers at once 156 timed out, of 6 at a time none (measured). */
const AT_A_TIME = 6;

/** Each read in the process keeps a descriptor until the garbage collector comes by; a child's end with it. */
const DIRECT_READS = 50;
const SLOW_MS = 8000;
const ITEMS_PER_CHILD = 50;

/**
 * The OS keychain as a map from accounts to texts. Only what cannot prompt runs in this process; all else runs in a
 * child that can be killed. Everything passes the turnstile. Throws AwscredError with exit status 5 (or WAITED).
 */
export class Keychain implements Items {
  readonly kind = 'keychain';
  readonly detail: string;
  readonly #options: KeychainOptions;
  readonly #turnstile: Turnstile;
  readonly #mark: HungMark;
  #directReads = 0;
  #proven = false;

  constructor(options: KeychainOptions) {
    this.#options = options;
    this.detail = detailOf(options);
    this.#mark = new HungMark(options.folders);
    this.#turnstile = new Turnstile({
      name: 'keychain',
      slots: AT_A_TIME,
      timeoutMs: options.queueMs,
      folders: options.folders,
      clock: options.clock,
      giveUp: () => (this.#mark.isFresh() ? hung() : null),
    });
  }

  /** Throws unless the keychain can be used now. Having no default keyring yet is no failure: reads work. */
  async prepare(): Promise<void> {
    if (this.#proven) {
      return;
    }
    const sure = this.#mayReadDirectly() && (await this.#direct(probeDirectly)) === true;
    if (!sure) {
      await this.#child({ op: 'prepare' }).catch((error: unknown) => {
        if (!(error instanceof AwscredError && error.code === 'NO_COLLECTION')) {
          throw error;
        }
      });
    }
    this.#proven = true;
  }

  /** Null means absent for certain. */
  async read(account: string): Promise<string | null> {
    const direct = this.#mayReadDirectly()
      ? await this.#direct((bus) => readDirectly(bus, account))
      : 'unsure';
    if (direct !== 'unsure') {
      this.#proven = true;
      return direct.text;
    }
    const text = await this.#child({ op: 'read', account });
    return typeof text === 'string' ? text : null;
  }

  async write(account: string, text: string): Promise<void> {
    await this.#child({ op: 'write', account, text });
    this.#proven = true;
  }

  /** Accounts that begin with one of the prefixes, whoever lost track of them. */
  async search(prefixes: readonly string[]): Promise<readonly string[]> {
    const found = await this.#child({ op: 'search', prefixes });
    return Array.isArray(found) ? found.filter((each) => typeof each === 'string') : [];
  }

  /** Removes and reads back. Returns how many were there. */
  async remove(accounts: readonly string[]): Promise<number> {
    let removed = 0;
    for (let from = 0; from < accounts.length; from += ITEMS_PER_CHILD) {
      const batch = accounts.slice(from, from + ITEMS_PER_CHILD);
      const sweep =
        this.#limit() !== null && from + ITEMS_PER_CHILD >= accounts.length && accounts.length > 1;
      const count = await this.#child({ op: 'remove', accounts: batch, sweep });
      removed += typeof count === 'number' ? count : 0;
    }
    return removed;
  }

  #mayReadDirectly(): boolean {
    // Elsewhere than on the Secret Service nothing tells beforehand whether a read will prompt.
    this.#directReads += 1;
    return this.#options.bus.address !== null && this.#directReads <= DIRECT_READS && hasFreeDescriptors();
  }

  #limit(): number | null {
    return this.#options.environment.platform === 'win32' ? WINDOWS_CHUNK_BYTES : null;
  }

  /** A call in this process. `unsure` where a child must be asked: it may have to prompt. */
  async #direct<T>(call: (bus: SessionBus) => T): Promise<T | 'unsure'> {
    for (let attempt = 1; ; attempt += 1) {
      const start = performance.now();
      try {
        return await this.#turnstile.pass(async () => await Promise.resolve(call(this.#options.bus)));
      } catch (error) {
        // The service's own time is 2 s. A bus that hangs takes 25 s, once is enough.
        const isSlow = performance.now() - start > SLOW_MS;
        const fault = this.#faultUnlessAgain(error, isSlow ? Number.POSITIVE_INFINITY : attempt);
        if (fault?.code === 'LOCKED' && this.#options.terminal.available) {
          return 'unsure';
        }
        if (fault !== null) {
          throw fault;
        }
      }
      await this.#options.clock.sleep(5 + Math.random() * 45);
    }
  }

  #faultUnlessAgain(error: unknown, attempt: number): AwscredError | null {
    if (error instanceof AwscredError) {
      return error;
    }
    const words = error instanceof Error ? error.message : '';
    const attempts = isNoReply(words) ? (this.#turnstile.crowded() ? 4 : 2) : isLostRace(words) ? 5 : 1;
    return attempt < attempts ? null : this.#noticed(keychainFault(words));
  }

  async #child(work: ChildWork): Promise<ChildAnswer> {
    const { terminal, environment, bus, unlockMs } = this.#options;
    let asked = false;
    const result: ChildResult = await this.#turnstile.pass(async (leave) => {
      const onQuiet = (): number => {
        // Who waits for a person must not keep others waiting.
        leave();
        asked = true;
        terminal.say('waiting for the keychain to be unlocked');
        return unlockMs;
      };
      const limits = limitsOf(work.op, terminal.available ? onQuiet : null);
      return await askChild({ work, limit: this.#limit() }, limits, childEnvironment(environment, bus));
    });
    if ('answer' in result) {
      return result.answer;
    }
    throw this.#noticed(childFault(result, work.op, asked ? unlockMs : null));
  }

  #noticed(fault: AwscredError): AwscredError {
    if (fault.code === 'KEYCHAIN_HUNG') {
      this.#mark.leave();
    }
    return fault;
  }
}

function detailOf({ environment, bus }: KeychainOptions): string {
  const names = { darwin: 'the login keychain', win32: 'the Credential Manager' };
  const { platform } = environment;
  return platform === 'darwin' || platform === 'win32'
    ? `${names[platform]}, service ${SERVICE}`
    : `the Secret Service on ${printable(bus.address ?? '')}, service ${SERVICE}`;
}

function hung(): AwscredError {
  return keychainFault('Did not receive a reply');
}
