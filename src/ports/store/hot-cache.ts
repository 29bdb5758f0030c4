import type { CutProduct, HotItem, HotSummary } from '../../core/hot/hot-record.ts';
import type { Secret } from '../../core/secret.ts';

/** What the hot cache needs to answer later calls for one profile. */
export interface HotAnswer {
  readonly profile: string;
  readonly item: HotItem;
  readonly secretAccessKey: Secret;
  readonly sessionToken: Secret;
  /** Epoch milliseconds, by `clock`, from which on it must not be handed out. */
  readonly until: number;
  readonly process: CutProduct;
  readonly assume: (CutProduct & { readonly summary: HotSummary }) | null;
}

/**
 * The cache in front of the store (docs/hot-path.md). A warm `process` or `assume` is answered from it before any of
 * this code is loaded. It is optional: nothing here throws, and nothing is lost when it fails.
 */
export interface HotCache {
  /** Whether this run may keep its answer: the command line was one that the hot path serves, and it found nothing. */
  readonly wanted: boolean;
  keep(answer: HotAnswer): void;
  /** Ends the records of a store item that has changed. */
  forget(account: string): void;
  /** Ends every record. */
  clear(): void;
}
