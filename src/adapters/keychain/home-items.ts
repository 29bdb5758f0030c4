import type { Items, NewItem } from '../store/items.ts';
import { accountOfHome, taggedName } from './home-tag.ts';

/**
 * The items of one home in a keychain that several may share: nothing else is seen, written or removed. `older` says
 * which accounts of this home's index are from before there were tags; such an item is read and removed by its plain
 * name, and written again under the tagged one.
 */
export class HomeItems implements Items {
  readonly kind;
  readonly #items: Items;
  readonly #tag: string | null;
  readonly #older: () => ReadonlySet<string>;

  constructor(items: Items, tag: string | null, older: () => ReadonlySet<string>) {
    this.kind = items.kind;
    this.#items = items;
    this.#tag = tag;
    this.#older = tag === null ? () => NONE : older;
  }

  get detail(): string {
    return this.#items.detail;
  }

  async prepare(purpose?: 'for reading' | 'for writing'): Promise<void> {
    await this.#items.prepare(purpose);
  }

  async read(account: string): Promise<string | null> {
    const text = await this.#items.read(taggedName(account, this.#tag));
    return text === null && this.#older().has(account) ? await this.#items.read(account) : text;
  }

  async write(account: string, text: string, key: string): Promise<void> {
    await this.#items.write(taggedName(account, this.#tag), text, key);
  }

  async readMany(accounts: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const found = await this.#items.readMany(this.#namesOf(accounts));
    const textOf = (account: string): string | undefined =>
      found.get(taggedName(account, this.#tag)) ?? found.get(account);
    return new Map(
      accounts.flatMap((account) => {
        const text = textOf(account);
        return text === undefined ? [] : [[account, text] as const];
      }),
    );
  }

  async writeMany(items: readonly NewItem[]): Promise<void> {
    await this.#items.writeMany(
      items.map((item) => ({ ...item, account: taggedName(item.account, this.#tag) })),
    );
  }

  async search(prefixes: readonly string[]): Promise<readonly string[]> {
    const found = await this.#items.search(prefixes);
    const own = found.flatMap((name) => accountOfHome(name, this.#tag) ?? []);
    const older = this.#older();
    return [...new Set([...own, ...found.filter((name) => older.has(name))])];
  }

  async remove(accounts: readonly string[]): Promise<number> {
    return await this.#items.remove(this.#namesOf(accounts));
  }

  async sweep(): Promise<number> {
    return await this.#items.sweep();
  }

  /** The names an account's item may have, the tagged one first. */
  #namesOf(accounts: readonly string[]): readonly string[] {
    const older = this.#older();
    return accounts.flatMap((account) => [
      taggedName(account, this.#tag),
      ...(older.has(account) ? [account] : []),
    ]);
  }
}

const NONE: ReadonlySet<string> = new Set();
