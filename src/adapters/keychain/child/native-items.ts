import { type Keyring, PINNED } from './native.ts';
import type { RawItems } from './raw-items.ts';
import { retried } from '../retried.ts';

/** A listing fails whenever another process deletes an item meanwhile. */
const RACES = 5;
const LISTING_RACES = 25;

/** Items of the OS keychain. For the child alone: any of these calls may prompt, or never return. */
export class NativeItems implements RawItems {
  readonly #keyring: Keyring;
  readonly #service: string;
  readonly #onOpen: () => void;
  #last: { readonly account: string; readonly entry: AsyncEntry } | null = null;

  /** `onOpen` is told when the service has answered for the first time. */
  constructor(keyring: Keyring, service: string, onOpen: () => void) {
    this.#keyring = keyring;
    this.#service = service;
    this.#onOpen = onOpen;
  }

  async get(account: string): Promise<string | null> {
    const bytes = await retried(RACES, async () => await this.#entry(account).getSecret());
    return bytes === null ? null : Buffer.from(bytes).toString('utf8');
  }

  async set(account: string, text: string): Promise<void> {
    await retried(RACES, async () => await this.#entry(account).setSecret(Buffer.from(text, 'utf8')));
  }

  async delete(account: string): Promise<boolean> {
    const there = await retried(RACES, async () => await this.#entry(account).deleteCredential());
    // Older versions of the addon reported a refused delete as done (keyring-node#137).
    if (there && (await this.get(account)) !== null) {
      throw new Error('the item is still there after it was deleted');
    }
    return there;
  }

  async accounts(): Promise<readonly string[]> {
    const found = await retried(
      LISTING_RACES,
      async () => await this.#keyring.findCredentialsAsync(this.#service),
    );
    return found.map((credential) => credential.account);
  }

  /**
   * Each entry keeps a D-Bus connection until it is collected, and needs a handshake, which gnome-keyring does one at a
   * time: the calls about one item share an entry.
   */
  #entry(account: string): AsyncEntry {
    if (this.#last?.account !== account) {
      const entry = new this.#keyring.AsyncEntry(this.#service, account, PINNED);
      this.#last = { account, entry };
      this.#onOpen();
    }
    return this.#last.entry;
  }
}

type AsyncEntry = InstanceType<Keyring['AsyncEntry']>;
