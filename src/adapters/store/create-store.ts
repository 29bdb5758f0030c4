import { realpathSync } from 'node:fs';
import type { Store } from '../../ports/store/store.ts';
import { AutoStore } from './auto-store.ts';
import { ForgettingStore } from './forgetting-store.ts';
import { ItemStore } from './item-store.ts';
import type { Items } from './items.ts';
import { nothingKept } from './null-store.ts';
import { UncachedStore } from './uncached-store.ts';
import { type StoreInput, type StoreParts, storeParts } from './store-parts.ts';

/** The store that the settings name. Opens, creates and asks nothing yet. */
export function createStore(input: StoreInput, parts: StoreParts = storeParts(input)): Store {
  const { store } = input.settings;
  if (store === 'none') {
    return nothingKept();
  }
  const kept = keptStore(input, parts, store);
  return input.noCache ? new UncachedStore(kept) : kept;
}

function keptStore(input: StoreInput, parts: StoreParts, kind: 'auto' | 'keychain' | 'file'): Store {
  const { index, keychainItems, fileItems } = parts;
  const over = (items: Items): Store =>
    new ItemStore({
      ...input,
      items,
      index,
      before: parts.before,
      runtime: runtimeOf(input.environment.platform, items),
    });
  const auto = (): Store =>
    new AutoStore({
      keychain: over(keychainItems),
      file: over(fileItems),
      absent: parts.absent,
      fileIsChosen: () => parts.vault.exists() || parts.passphrase.file !== null,
      before: parts.before,
      terminal: input.terminal,
      remember: input.remember,
    });
  const stores = { auto, keychain: () => over(keychainItems), file: () => over(fileItems) };
  return new ForgettingStore(stores[kind](), [keychainItems, fileItems], index, input.report);
}

/** What the keychain's dialogs are about; null where there are none of the kind. */
export function runtimeOf(platform: NodeJS.Platform, items: Items): string | null {
  return platform === 'darwin' && items.kind === 'keychain'
    ? `${realpathSync(process.execPath)} ${process.version}`
    : null;
}
