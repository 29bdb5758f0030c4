import type { Items, NewItem } from '../../../src/adapters/store/items.ts';

/** Items in a Map. `onChange` is told before each change, and may throw, as if the process were killed there. */
export class PlainItems implements Items {
  readonly kind: 'keychain' | 'file';
  readonly detail = 'a Map';
  readonly texts = new Map<string, string>();
  onChange: () => void = () => {};

  constructor(kind: 'keychain' | 'file') {
    this.kind = kind;
  }

  async prepare(): Promise<void> {}

  async read(account: string): Promise<string | null> {
    return await Promise.resolve(this.texts.get(account) ?? null);
  }

  async write(account: string, text: string): Promise<void> {
    this.onChange();
    this.texts.set(account, text);
    await Promise.resolve();
  }

  async readMany(accounts: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const found = [...this.texts].filter(([account]) => accounts.includes(account));
    return await Promise.resolve(new Map(found));
  }

  async writeMany(items: readonly NewItem[]): Promise<void> {
    for (const { account, text } of items) {
      await this.write(account, text);
    }
  }

  async search(prefixes: readonly string[]): Promise<readonly string[]> {
    const all = [...this.texts.keys()];
    return await Promise.resolve(all.filter((account) => prefixes.some((each) => account.startsWith(each))));
  }

  async remove(accounts: readonly string[]): Promise<number> {
    let removed = 0;
    for (const account of accounts) {
      this.onChange();
      removed += this.texts.delete(account) ? 1 : 0;
    }
    return await Promise.resolve(removed);
  }

  async sweep(): Promise<number> {
    return await Promise.resolve(0);
  }
}
