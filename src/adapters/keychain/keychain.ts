import { batches } from '../../core/text/batches.ts';
import { printable } from '../../core/text/printable.ts';
import { AwscredError } from '../../errors.ts';
import type { Environment } from '../../ports/environment.ts';
import type { Terminal } from '../../ports/person/terminal.ts';
import type { Items, NewItem } from '../store/items.ts';
import type { SessionBus } from './bus.ts';
import { KeychainChildren } from './child/child.ts';
import { childEnvironment } from './child/child-environment.ts';
import type { ChildAnswer, ChildWork } from './child/child-protocol.ts';
import type { ChildResult } from './child/conversation.ts';
import { WINDOWS_CHUNK_BYTES } from './chunked-items.ts';
import { DirectCalls } from './direct-calls.ts';
import { canReadDirectly, type DirectRead, probeDirectly, readDirectly } from './direct-read.ts';
import { Gate, type GateOptions } from './gate.ts';
import { SERVICE } from './child/native.ts';
import { childFault, limitsOf } from './patience.ts';

interface KeychainOptions extends GateOptions {
  readonly bus: SessionBus;
  readonly environment: Environment;
  readonly terminal: Terminal;
  /** How long a person may take to unlock the keychain, in milliseconds. */
  readonly unlockMs: number;
  /** Whose chunks are swept: `homeTag`. */
  readonly home: string | null;
}

/** A child's D-Bus connections end with it. */
const ITEMS_PER_CHILD = 25;

/**
 * The OS keychain as a map from accounts to texts. Only what cannot prompt runs in this process; all else runs in a
 * child that can be killed. Everything passes the turnstile. Throws AwscredError with exit status 5 (or WAITED).
 */
export class Keychain implements Items {
  readonly kind = 'keychain';
  readonly detail: string;
  readonly #options: KeychainOptions;
  readonly #gate: Gate;
  readonly #calls: DirectCalls;
  readonly #children: KeychainChildren;
  #proven = false;
  #sentinel = false;

  constructor(options: KeychainOptions) {
    this.#options = options;
    this.detail = detailOf(options);
    this.#gate = new Gate(options);
    this.#calls = new DirectCalls(options.bus, this.#gate, options.clock);
    this.#children = new KeychainChildren(() => childEnvironment(options.environment, options.bus));
  }

  /**
   * Throws unless the keychain can be used now. Having no default keyring yet is no failure: reads work.
   * Nothing is done for reading: the first read finds the same faults.
   */
  async prepare(purpose?: 'for reading' | 'for writing'): Promise<void> {
    if (purpose === 'for reading') {
      return;
    }
    if (!this.#proven) {
      await this.#proveDirectly();
    }
    if (purpose === 'for writing') {
      // The child starts while AWS answers.
      this.#children.startEarly();
    }
  }

  async #proveDirectly(): Promise<void> {
    if ((await this.#direct(probeDirectly)) === true) {
      this.#sentinel = true;
      this.#proven = true;
    } else {
      await this.#prove();
    }
  }

  async #prove(): Promise<void> {
    this.#sentinel = await this.#prepareInChild();
    this.#proven = true;
  }

  /** Null means that the item is certainly absent. */
  async read(account: string): Promise<string | null> {
    const direct = await this.#readDirectly(account);
    if (direct !== 'unsure') {
      return direct.text;
    }
    if (!this.#proven) {
      // Once the sentinel is there, no process needs a child for reading.
      await this.#prove();
      return this.read(account);
    }
    const text = await this.#child({ op: 'read', account });
    return typeof text === 'string' ? text : null;
  }

  async #readDirectly(account: string): Promise<DirectRead> {
    const direct = await this.#direct((bus) => readDirectly(bus, account));
    if (direct !== 'unsure') {
      this.#proven = true;
      this.#sentinel = true;
    }
    return direct;
  }

  async write(account: string, text: string): Promise<void> {
    await this.#child({ op: 'write', account, text, sentinel: !this.#sentinel });
    this.#proven = true;
    this.#sentinel = true;
  }

  async readMany(accounts: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const found = new Map<string, string>();
    for (const batch of batches(accounts, ITEMS_PER_CHILD)) {
      const answer = await this.#child({ op: 'read-many', accounts: batch });
      const items = Array.isArray(answer) ? answer : [];
      items.forEach(([account, text]: readonly [string, string]) => found.set(account, text));
    }
    return found;
  }

  async writeMany(items: readonly NewItem[]): Promise<void> {
    for (const batch of batches(items, ITEMS_PER_CHILD)) {
      const texts = batch.map(({ account, text }) => ({ account, text }));
      await this.#child({ op: 'write-many', items: texts });
    }
  }

  /** Accounts that begin with one of the prefixes, also those that the index has lost. */
  async search(prefixes: readonly string[]): Promise<readonly string[]> {
    const found = await this.#child({ op: 'search', prefixes });
    return Array.isArray(found) ? found.filter((each) => typeof each === 'string') : [];
  }

  /** Removes and reads back. Returns how many were there. */
  async remove(accounts: readonly string[]): Promise<number> {
    let removed = 0;
    for (const batch of batches(accounts, ITEMS_PER_CHILD)) {
      const sweep = this.#limit() !== null && accounts.length > 1 && batch.at(-1) === accounts.at(-1);
      const count = await this.#child({ op: 'remove', accounts: batch, sweep });
      removed += typeof count === 'number' ? count : 0;
    }
    return removed;
  }

  async sweep(): Promise<number> {
    const count = await this.#child({ op: 'sweep' });
    return typeof count === 'number' ? count : 0;
  }

  /** True when the sentinel is there now. */
  async #prepareInChild(): Promise<boolean> {
    try {
      await this.#child({ op: 'prepare' });
      return true;
    } catch (error) {
      if (error instanceof AwscredError && error.code === 'NO_COLLECTION') {
        return false;
      }
      throw error;
    }
  }

  #limit(): number | null {
    return this.#options.environment.platform === 'win32' ? WINDOWS_CHUNK_BYTES : null;
  }

  /** A call in this process. `unsure` where a child must be asked: it may have to prompt. */
  async #direct<T>(call: (bus: SessionBus) => T): Promise<T | 'unsure'> {
    // Only the Secret Service shows beforehand whether a read will prompt.
    if (this.#options.bus.address === null || !canReadDirectly()) {
      return 'unsure';
    }
    try {
      return await this.#calls.run(call);
    } catch (error) {
      if (this.#options.terminal.available && error instanceof AwscredError && error.code === 'LOCKED') {
        return 'unsure';
      }
      throw error;
    }
  }

  /** At a new keychain the first process places the sentinel; the others then need no child. */
  #isPreparedByNow(): boolean {
    const { bus } = this.#options;
    try {
      return bus.address !== null && canReadDirectly() && probeDirectly(bus);
    } catch {
      return false;
    }
  }

  async #child(work: ChildWork): Promise<ChildAnswer> {
    const { terminal, unlockMs, home } = this.#options;
    const writes = !['read', 'read-many', 'search'].includes(work.op);
    let asked = false;
    const result: ChildResult = await this.#gate.pass(writes, async (leave) => {
      if (work.op === 'prepare' && this.#isPreparedByNow()) {
        return { answer: null };
      }
      const onQuiet = (): number => {
        // While waiting for a person, let others in.
        leave();
        asked = true;
        terminal.say('waiting for the keychain to be unlocked');
        return unlockMs;
      };
      const limits = limitsOf(work.op, terminal.available ? onQuiet : null);
      return await this.#children.ask({ work, limit: this.#limit(), home }, limits);
    });
    if ('answer' in result) {
      return result.answer;
    }
    throw this.#gate.notice(childFault(result, work.op, asked ? unlockMs : null));
  }
}

function detailOf({ environment, bus }: KeychainOptions): string {
  const names = { darwin: 'the login keychain', win32: 'the Credential Manager' };
  const { platform } = environment;
  return platform === 'darwin' || platform === 'win32'
    ? `${names[platform]}, service ${SERVICE}`
    : `the Secret Service on ${printable(bus.address ?? '')}, service ${SERVICE}`;
}
