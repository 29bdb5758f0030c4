import type { Secret } from '../../core/secret.ts';
import { AwscredError } from '../../errors.ts';
import type { Terminal } from '../../ports/person/terminal.ts';
import type {
  ItemFacts,
  ItemId,
  ItemKind,
  ItemRow,
  Store,
  StoreDescription,
  Wanted,
} from '../../ports/store/store.ts';
import { isAbsence } from '../keychain/faults.ts';
import type { ChosenBefore } from './chosen-before.ts';

interface AutoStoreOptions {
  readonly keychain: Store;
  /** Why there is certainly no keychain here; null where only a call can tell. */
  readonly absent: AwscredError | null;
  readonly file: Store;
  /** True when an encrypted store is there or a passphrase file is named: chosen already. */
  readonly fileIsChosen: () => boolean;
  readonly before: ChosenBefore;
  readonly terminal: Terminal;
  /** Called when a person has chosen the encrypted file, to set `store`. */
  readonly remember: (store: 'file') => void;
}

/**
 * `store = auto`: the keychain if there is one, else an encrypted file if one was chosen or is chosen now, else an
 * error. The store used before is used again, so that items never move silently.
 */
export class AutoStore implements Store {
  readonly #options: AutoStoreOptions;
  #chosen: Store | null = null;
  #absent: AwscredError | null;

  constructor(options: AutoStoreOptions) {
    this.#options = options;
    this.#absent = options.absent;
  }

  describe(): StoreDescription {
    const store = this.#known();
    const why = this.#absent?.message ?? '';
    return store?.describe() ?? { kind: 'none', detail: `no store yet (${why})` };
  }

  async prepare(purpose?: 'for reading' | 'for writing'): Promise<void> {
    const done = await this.#tryKnown(async (store) => {
      await store.prepare(purpose);
      return true;
    });
    if (done === null) {
      const file = await this.#chooseFile();
      await file.prepare(purpose);
    }
  }

  /** Where no store is chosen yet, nothing has been stored. */
  async get(id: ItemId, wanted?: Wanted): Promise<Secret | null> {
    return await this.#tryKnown(async (store) => await store.get(id, wanted));
  }

  async put(id: ItemId, value: Secret, facts: ItemFacts): Promise<void> {
    await this.prepare();
    const store = this.#known();
    if (store !== null) {
      await store.put(id, value, facts);
      const { kind } = store.describe();
      if (kind !== 'none') {
        this.#options.before.write(kind);
      }
    }
  }

  async delete(id: ItemId): Promise<boolean> {
    return (await this.#tryKnown(async (store) => await store.delete(id))) ?? false;
  }

  rows(): readonly ItemRow[] {
    return this.#known()?.rows() ?? [];
  }

  /** Where no store was chosen yet, nothing can be missing from its index. */
  isListed(): boolean {
    return this.#known()?.isListed() ?? true;
  }

  async relist(): Promise<void> {
    await this.#tryKnown(async (store) => await store.relist());
  }

  async remove(rows: readonly ItemRow[], lost: readonly ItemKind[] = []): Promise<number> {
    return (await this.#tryKnown(async (store) => await store.remove(rows, lost))) ?? 0;
  }

  async forget(isMeant: (row: ItemRow) => boolean): Promise<number> {
    return (await this.#tryKnown(async (store) => await store.forget(isMeant))) ?? 0;
  }

  /** The store that is in use as far as can be told without asking anything; null where none is. */
  #known(): Store | null {
    const { keychain, file, before, fileIsChosen } = this.#options;
    if (this.#chosen !== null) {
      return this.#chosen;
    }
    const used = before.read();
    if (used !== null) {
      return used === 'file' ? file : keychain;
    }
    if (this.#absent === null) {
      return keychain;
    }
    return fileIsChosen() ? file : null;
  }

  /** Null where there is no store yet. A missing keychain that was never used is skipped. */
  async #tryKnown<T>(work: (store: Store) => Promise<T>): Promise<T | null> {
    const store = this.#known();
    if (store === null) {
      return null;
    }
    try {
      return await work(store);
    } catch (error) {
      const passOver = isAbsence(error) && this.#chosen === null && this.#options.before.read() === null;
      if (!passOver || this.#absent !== null) {
        throw error;
      }
      this.#absent = error;
      return await this.#tryKnown(work);
    }
  }

  async #chooseFile(): Promise<Store> {
    const { terminal, file, remember } = this.#options;
    const absent = this.#absent ?? new AwscredError('NO_KEYCHAIN', 'no OS keychain');
    if (!terminal.available) {
      throw absent;
    }
    const question = `No OS keychain here (${whyShort(absent)}). Keep secrets in an encrypted file?`;
    if (!(await terminal.confirm(question, true))) {
      throw new AwscredError(
        'NO_KEYCHAIN',
        'no OS keychain here, and you chose not to use an encrypted file',
        {
          hints: ['store nothing: run it with --no-cache'],
        },
      );
    }
    this.#chosen = file;
    await file.prepare();
    remember('file');
    return file;
  }
}

function whyShort(absent: AwscredError): string {
  if (absent.code === 'NO_BUS') {
    return 'no D-Bus session bus';
  }
  return absent.code === 'NO_SERVICE' ? 'no Secret Service' : 'no keychain module';
}
