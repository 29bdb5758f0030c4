import type { CallFilter, Service } from '../call-log.ts';

/** How a call fails. */
export type Fault =
  /** An answer of this status in place of the service's; without a body, one in the service's own form. */
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly body?: string;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** The connection is reset; with `handled` only after the service has done its work. */
  | { readonly kind: 'reset'; readonly handled?: boolean }
  /** No answer, ever. */
  | { readonly kind: 'hang' }
  /** The service's answer, cut in the middle under the whole one's Content-Length. */
  | { readonly kind: 'truncate' }
  /** The service's answer after `delayMs`; with `drip` in ten pieces over that time. */
  | { readonly kind: 'slow'; readonly delayMs: number; readonly drip?: boolean }
  /** Status 200 with a body that is not the service's. */
  | { readonly kind: 'garbage'; readonly body?: string; readonly contentType?: string }
  /** The service's word for credentials or tokens that have expired. */
  | { readonly kind: 'expired' };

/** Which calls fail, how, and how often. */
export interface FaultRule extends CallFilter {
  readonly how: Fault;
  /** A number of calls, or `always`; 1 when left out. */
  readonly times?: number | 'always';
}

/** The rules in force, the oldest first. */
export class FaultRules {
  #rules: { rule: FaultRule; left: number }[] = [];

  add(rule: FaultRule): void {
    const times = rule.times ?? 1;
    this.#rules.push({ rule, left: times === 'always' ? Number.POSITIVE_INFINITY : times });
  }

  clear(): void {
    this.#rules = [];
  }

  /** The fault for this call, counted as played; null when no rule matches. */
  take(service: Service, operation: string): Fault | null {
    const entry = this.#rules.find(
      ({ rule, left }) =>
        left > 0 &&
        (rule.service === undefined || rule.service === service) &&
        (rule.operation === undefined || rule.operation === operation),
    );
    if (entry === undefined) {
      return null;
    }
    entry.left -= 1;
    return entry.rule.how;
  }
}
