import type { Places } from '../../core/places.ts';
import type { Settings } from '../../core/settings/settings.ts';
import { AwscredError } from '../../errors.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Environment } from '../../ports/environment.ts';
import type { Locks } from '../../ports/store/lock.ts';
import type { Report } from '../../ports/person/report.ts';
import type { Terminal } from '../../ports/person/terminal.ts';
import { type SessionBus, sessionBus } from '../keychain/bus.ts';
import { HomeItems } from '../keychain/home-items.ts';
import { homeTag } from '../keychain/home-tag.ts';
import { Keychain } from '../keychain/keychain.ts';
import { Turnstile } from '../locks/turnstile.ts';
import { AbsentItems } from './absent-items.ts';
import { addonKeyring } from './vault/addon-keyring.ts';
import { ChosenBefore } from './chosen-before.ts';
import { EncryptedItems } from './vault/encrypted-items.ts';
import { HeldKey } from './vault/held-key.ts';
import { IndexFile } from './index/index-file.ts';
import type { Items } from './items.ts';
import { KernelKeyring } from './vault/kernel-keyring.ts';
import { PassphraseSource } from './vault/passphrase.ts';
import { Vault } from './vault/vault.ts';

export interface StoreInput {
  readonly settings: Pick<Settings, 'store' | 'waitTimeout' | 'keychainTimeout' | 'unlockFor'>;
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

/** All that a store is made of, for the one in use and for what is done across stores. */
export interface StoreParts {
  readonly index: IndexFile;
  readonly passphrase: PassphraseSource;
  readonly vault: Vault;
  readonly held: HeldKey;
  readonly keychainItems: Items;
  readonly fileItems: Items;
  /** Why there is plainly no keychain here; null where it has to be asked to know. */
  readonly absent: AwscredError | null;
  readonly before: ChosenBefore;
}

/** Opens, creates and asks nothing yet. */
export function storeParts(input: StoreInput): StoreParts {
  const { environment, clock, places } = input;
  const { stateFolder } = places;
  const passphrase = new PassphraseSource(environment, input.terminal);
  const keyring = KernelKeyring.find(environment.platform);
  const held = new HeldKey({ stateFolder, clock, keyring, quick: addonKeyring });
  const vault = createVault(input, passphrase, held);
  const bus = sessionBus(environment);
  const absent = bus instanceof AwscredError ? bus : null;
  const home = homeTag(environment);
  const index = new IndexFile(stateFolder, input.locks, input.report, home);
  return {
    index,
    passphrase,
    vault,
    held,
    keychainItems:
      bus instanceof AwscredError
        ? new AbsentItems(bus)
        : new HomeItems(createKeychain(input, bus, home), home, () => index.older()),
    fileItems: new EncryptedItems(vault),
    absent,
    before: new ChosenBefore(stateFolder),
  };
}

/** `held`: null for a vault that always asks for the passphrase. */
export function createVault(input: StoreInput, passphrase: PassphraseSource, held: HeldKey | null): Vault {
  const derivations = new Turnstile({
    name: 'encrypted store',
    slots: 2,
    timeoutMs: input.settings.waitTimeout * 1000,
    folders: input.lockFolders,
    clock: input.clock,
  });
  const { terminal, locks, places, clock, settings } = input;
  return new Vault({
    stateFolder: places.stateFolder,
    passphrase,
    terminal,
    locks,
    derivations,
    held,
    holdSeconds: settings.unlockFor,
    clock,
  });
}

function createKeychain(input: StoreInput, bus: SessionBus, home: string | null): Items {
  return new Keychain({
    bus,
    home,
    environment: input.environment,
    clock: input.clock,
    terminal: input.terminal,
    folders: input.lockFolders,
    unlockMs: input.settings.keychainTimeout * 1000,
    queueMs: input.settings.waitTimeout * 1000,
  });
}
