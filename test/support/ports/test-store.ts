import { createHash } from 'node:crypto';
import { Secret } from '../../../src/core/secret.ts';
import type { ItemFacts, ItemId, ItemKind, ItemRow, Store } from '../../../src/ports/store/store.ts';

/** A store in memory. `fails` is thrown by whatever is named. */
export class TestStore implements Store {
  readonly items = new Map<string, { readonly value: string; readonly row: ItemRow }>();
  /** Every put, as `kind`. */
  readonly puts: string[] = [];
  fails: Partial<Record<'prepare' | 'get' | 'put' | 'remove', Error>> = {};

  describe() {
    return { kind: 'file' as const, detail: 'memory' };
  }

  async prepare(): Promise<void> {
    this.#fail('prepare');
  }

  async get(id: ItemId): Promise<Secret | null> {
    this.#fail('get');
    const item = this.items.get(accountOf(id));
    return item === undefined ? null : new Secret(item.value);
  }

  async put(id: ItemId, value: Secret, facts: ItemFacts): Promise<void> {
    this.#fail('put');
    this.puts.push(id.kind);
    const account = accountOf(id);
    this.items.set(account, { value: value.reveal(), row: { ...facts, kind: id.kind, account } });
  }

  async delete(id: ItemId): Promise<boolean> {
    return this.items.delete(accountOf(id));
  }

  rows(): readonly ItemRow[] {
    return [...this.items.values()].map((item) => item.row);
  }

  isListed(): boolean {
    return true;
  }

  async relist(): Promise<void> {}

  async remove(rows: readonly ItemRow[], _lost?: readonly ItemKind[]): Promise<number> {
    this.#fail('remove');
    return rows.filter((row) => this.items.delete(row.account)).length;
  }

  async forget(isMeant: (row: ItemRow) => boolean): Promise<number> {
    return await this.remove(this.rows().filter((row) => row.kind === 'tmp' && isMeant(row)));
  }

  #fail(what: 'prepare' | 'get' | 'put' | 'remove'): void {
    const error = this.fails[what];
    if (error !== undefined) {
      throw error;
    }
  }
}

function accountOf({ kind, key }: ItemId): string {
  return `v1.${kind}.${createHash('sha256').update(key).digest('hex').slice(0, 32)}`;
}
