import type { RawItems } from '../../../src/adapters/keychain/child/raw-items.ts';

/** A keychain in memory, with the OS keychains' bad habits to switch on. */
export class MemoryItems implements RawItems {
  readonly items = new Map<string, string>();
  /** Bytes that an item may have; the Windows Credential Manager takes 2,560. */
  limit: number | null = null;
  locked = false;
  /** Every n-th set or delete loses a race, as gnome-keyring's do; 0 for none. */
  raceEvery = 0;
  /** Fails every set from this one on, as if the process were killed there; null for none. */
  diesAfterSets: number | null = null;
  #changes = 0;
  #sets = 0;

  async get(account: string): Promise<string | null> {
    this.#unlocked();
    return await Promise.resolve(this.items.get(account) ?? null);
  }

  async set(account: string, text: string): Promise<void> {
    this.#changed();
    if (this.diesAfterSets !== null && this.#sets >= this.diesAfterSets) {
      throw new Error('killed');
    }
    this.#sets += 1;
    if (this.limit !== null && Buffer.byteLength(text) > this.limit) {
      throw new Error("Value of 'secret' is longer than the platform limit of 2560 chars");
    }
    this.items.set(account, text);
    await Promise.resolve();
  }

  async delete(account: string): Promise<boolean> {
    this.#changed();
    return await Promise.resolve(this.items.delete(account));
  }

  async accounts(): Promise<readonly string[]> {
    this.#unlocked();
    return await Promise.resolve([...this.items.keys()]);
  }

  #changed(): void {
    this.#unlocked();
    this.#changes += 1;
    if (this.raceEvery > 0 && this.#changes % this.raceEvery === 0) {
      throw new Error('DBus error: No such interface "org.freedesktop.Secret.Item" on object at path /x');
    }
  }

  #unlocked(): void {
    if (this.locked) {
      throw new Error('Couldn’t access platform storage: Secret Service: unlock prompt was dismissed');
    }
  }
}
