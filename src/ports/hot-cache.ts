import type { CutProduct, HotItem, HotSummary } from '../core/hot/hot-record.ts';
import type { Secret } from '../core/secret.ts';

/** What the hot cache is given to answer later calls of one profile with. */
export interface HotAnswer {
  readonly profile: string;
  readonly item: HotItem;
  readonly secretAccessKey: Secret;
  readonly sessionToken: Secret;
  /** Epoch milliseconds, by `clock`: from then on it may not be handed out any more. */
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
  /** Ends the records of what the store keeps under an account: it has changed there. */
  forget(account: string): void;
  /** Ends every record. */
  clear(): void;
}
