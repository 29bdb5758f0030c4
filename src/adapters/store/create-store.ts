import { realpathSync } from 'node:fs';
import type { Places } from '../../core/places.ts';
import type { Settings } from '../../core/settings.ts';
import { AwscredError } from '../../errors.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Environment } from '../../ports/environment.ts';
import type { Locks } from '../../ports/lock.ts';
import type { Report } from '../../ports/report.ts';
import type { Store } from '../../ports/store.ts';
import type { Terminal } from '../../ports/terminal.ts';
import { sessionBus } from '../keychain/bus.ts';
import { Keychain } from '../keychain/keychain.ts';
import { Turnstile } from '../locks/turnstile.ts';
import { AbsentItems } from './absent-items.ts';
import { AutoStore } from './auto-store.ts';
import { ChosenBefore } from './chosen-before.ts';
import { EncryptedItems } from './encrypted-items.ts';
import { ForgettingStore } from './forgetting-store.ts';
import { IndexFile } from './index-file.ts';
import { ItemStore } from './item-store.ts';
import type { Items } from './items.ts';
import { NullStore } from './null-store.ts';
import { PassphraseSource } from './passphrase.ts';
import { Vault } from './vault.ts';

export interface StoreInput {
  readonly settings: Pick<Settings, 'store' | 'waitTimeout' | 'keychainTimeout'>;
  /** `--no-cache`: neither reads nor writes. */
  readonly noCache: boolean;
  readonly environment: Environment;
  readonly places: Places;
  /** Lock folders, best first, as the locks have them: `() => lockFolders(places)`. */
  readonly lockFolders: () => Iterable<string>;
  readonly clock: Clock;
  readonly locks: Locks;
  readonly report: Report;
  readonly terminal: Terminal;
  /** Sets `store` in the settings after a person chose the encrypted file. */
  readonly remember: (store: 'file') => void;
}

/** The store that the settings name. Opens, creates and asks nothing yet. */
export function createStore(input: StoreInput): Store {
  if (input.noCache || input.settings.store === 'none') {
    return new NullStore(input.noCache ? '--no-cache' : 'store = none');
  }
  const index = new IndexFile(input.places.stateFolder, input.locks, input.report);
  const passphrase = new PassphraseSource(input.environment, input.terminal);
  const vault = createVault(input, passphrase);
  const bus = sessionBus(input.environment);
  const absent = bus instanceof AwscredError ? bus : null;
  const keychainItems = bus instanceof AwscredError ? new AbsentItems(bus) : createKeychain(input, bus);
  const fileItems = new EncryptedItems(vault);
  const over = (items: Items): Store =>
    new ItemStore({ ...input, items, index, runtime: runtimeOf(input.environment.platform, items) });
  const auto = (): Store =>
    new AutoStore({
      keychain: over(keychainItems),
      file: over(fileItems),
      absent,
      fileIsChosen: () => vault.exists() || passphrase.file !== null,
      before: new ChosenBefore(input.places.stateFolder),
      terminal: input.terminal,
      remember: input.remember,
    });
  const stores = { auto, keychain: () => over(keychainItems), file: () => over(fileItems) };
  return new ForgettingStore(stores[input.settings.store](), [keychainItems, fileItems], index, input.report);
}

function createKeychain(input: StoreInput, bus: Exclude<ReturnType<typeof sessionBus>, AwscredError>): Items {
  return new Keychain({
    bus,
    environment: input.environment,
    clock: input.clock,
    terminal: input.terminal,
    folders: input.lockFolders,
    unlockMs: input.settings.keychainTimeout * 1000,
    queueMs: input.settings.waitTimeout * 1000,
  });
}

function createVault(input: StoreInput, passphrase: PassphraseSource): Vault {
  const derivations = new Turnstile({
    name: 'encrypted store',
    slots: 2,
    timeoutMs: input.settings.waitTimeout * 1000,
    folders: input.lockFolders,
    clock: input.clock,
  });
  const { terminal, locks } = input;
  return new Vault({ stateFolder: input.places.stateFolder, passphrase, terminal, locks, derivations });
}

function runtimeOf(platform: NodeJS.Platform, items: Items): string | null {
  return platform === 'darwin' && items.kind === 'keychain'
    ? `${realpathSync(process.execPath)} ${process.version}`
    : null;
}
