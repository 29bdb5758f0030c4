import { Secret } from '../../../src/core/secret.ts';
import { places, type Places } from '../../../src/core/places.ts';
import { FileLocks } from '../../../src/adapters/locks/file-locks.ts';
import { kernelLock } from '../../../src/adapters/locks/kernel-lock.ts';
import { lockFolders } from '../../../src/adapters/locks/lock-folders.ts';
import { createStore } from '../../../src/adapters/store/create-store.ts';
import { createUpkeep } from '../../../src/adapters/store/upkeep/create-upkeep.ts';
import { type StoreInput, storeParts } from '../../../src/adapters/store/store-parts.ts';
import type { Clock } from '../../../src/ports/clock.ts';
import type { Environment } from '../../../src/ports/environment.ts';
import type { Report } from '../../../src/ports/person/report.ts';
import type { ItemFacts, Store } from '../../../src/ports/store/store.ts';
import type { Terminal } from '../../../src/ports/person/terminal.ts';
import type { Upkeep } from '../../../src/ports/store/upkeep.ts';

export interface StoreWorld {
  readonly store: Store;
  readonly upkeep: Upkeep;
  readonly places: Places;
  readonly locks: FileLocks;
  readonly warnings: string[];
  readonly said: string[];
  readonly remembered: string[];
}

export interface StoreWorldOptions {
  readonly store?: 'auto' | 'keychain' | 'file' | 'none';
  readonly noCache?: boolean;
  readonly keychainTimeout?: number;
  readonly unlockFor?: number;
  readonly terminal?: Partial<Terminal>;
  readonly clock?: Clock;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: async (ms) =>
    await new Promise((resolve) => {
      setTimeout(resolve, ms);
    }),
};

/** The store as main.ts builds it, in the surroundings given (HOME and whatever else), with a person or without. */
export function storeWorld(
  variables: Readonly<Record<string, string>>,
  options: StoreWorldOptions = {},
): StoreWorld {
  const warnings: string[] = [];
  const said: string[] = [];
  const remembered: string[] = [];
  const environment = environmentOf(variables);
  const terminal = { ...nobody(said), ...options.terminal };
  const report = reportInto(warnings);
  const where = places(environment);
  const folders = (): Iterable<string> => lockFolders(where, environment.get('TEST_TMP') ?? environment.home);
  const locks = new FileLocks({ folders, clock: systemClock, report, kernel: kernelLock });
  const input: StoreInput = {
    settings: {
      store: options.store ?? 'auto',
      waitTimeout: 300,
      keychainTimeout: options.keychainTimeout ?? 60,
      unlockFor: options.unlockFor ?? 0,
    },
    noCache: options.noCache ?? false,
    environment,
    places: where,
    lockFolders: folders,
    clock: options.clock ?? systemClock,
    locks,
    report,
    terminal,
    remember: (kind) => remembered.push(kind),
  };
  const parts = storeParts(input);
  const store = createStore(input, parts);
  return {
    store,
    upkeep: createUpkeep({ input, parts, store, hot: { clear: () => {} } }),
    places: where,
    locks,
    warnings,
    said,
    remembered,
  };
}

export function environmentOf(variables: Readonly<Record<string, string>>): Environment {
  return {
    get: (name) => (variables[name] === undefined || variables[name] === '' ? null : variables[name]),
    home: variables['HOME'] ?? '/nonexistent',
    homeOf: () => null,
    machine: 'this machine',
    platform: 'linux',
    user: 'tester',
  };
}

export function reportInto(warnings: string[]): Report {
  const nothing = (): void => {};
  return {
    warnFirst: () => undefined,
    warn: (message) => void warnings.push(message),
    hint: nothing,
    done: nothing,
    summary: nothing,
    fact: nothing,
    debug: nothing,
    busy: () => nothing,
  };
}

export function facts(change: Partial<ItemFacts> = {}): ItemFacts {
  const base = {
    label: 'assume-role Admin in 444455556666',
    profile: 'prod-admin',
    savedAt: 1_700_000_000_000,
  };
  return { ...base, expiresAt: 1_700_003_600_000, through: null, ...change };
}

export function secretOf(text: string): Secret {
  return new Secret(text);
}

function nobody(said: string[]): Terminal {
  return {
    available: false,
    absence: 'there is no terminal here',
    identity: null,
    say: (line) => void said.push(line),
    ask: async () => await Promise.resolve(null),
    askOr: async () => await Promise.resolve(null),
    askSecret: async () => await Promise.resolve(null),
    confirm: async () => await Promise.resolve(false),
    choose: async () => await Promise.resolve(null),
  };
}
