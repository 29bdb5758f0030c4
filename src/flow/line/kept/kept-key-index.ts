import type { KeptKeyFacts, KeptKeyIndex } from '../../../core/kept-keys.ts';
import type { Ports } from '../../../ports/index.ts';
import type { Store } from '../../../ports/store/store.ts';

/** For `list`, `explain` and `keys list`, which open no keychain: what they show of kept keys may be wrong. */
export function warnLostIndex({ store, report }: Pick<Ports, 'store' | 'report'>): void {
  if (!store.isListed()) {
    report.warn(
      'the index of the store is lost, so nobody can tell here which profiles have keys in it: any command that gets credentials makes it anew',
    );
  }
}

/** The index as planning asks it; read once, and only where a plan comes to it. Opens no keychain. */
export function keptKeyIndex(store: Pick<Store, 'rows' | 'isListed'>): KeptKeyIndex {
  let facts: ReadonlyMap<string, KeptKeyFacts> | null = null;
  const read = (): ReadonlyMap<string, KeptKeyFacts> =>
    new Map(
      store
        .rows()
        .flatMap(({ kind, profile, keys }) =>
          kind !== 'iam' || profile === null || keys === undefined ? [] : [[profile, keys] as const],
        ),
    );
  return {
    of(profile) {
      facts ??= read();
      return facts.get(profile) ?? null;
    },
    isKnown: () => store.isListed(),
  };
}
