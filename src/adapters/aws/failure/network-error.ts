import { printable } from '../../../core/text/printable.ts';
import type { Site } from '../../../core/plan/step.ts';
import { AwscredError } from '../../../errors.ts';
import type { FailureKind, HttpFailure } from '../../http/http-failure.ts';
import type { Route } from '../../http/http.ts';
import { networkHints } from './network-hints.ts';
import type { Repeat } from '../transport/retry-policy.ts';
import { hostOf } from './site-words.ts';

export interface FailedCall {
  readonly site: Site;
  readonly repeat: Repeat;
  readonly tries: number;
  /** Milliseconds. */
  readonly elapsed: number;
  readonly route: Route;
  /** The home folder, shown as `~`. */
  readonly home: string;
}

/** The end of a call that brought no usable answer, told with what was tried: NETWORK or UNTRUSTED_CERTIFICATE, exit 6. */
export function networkError(failure: HttpFailure, call: FailedCall): AwscredError {
  const code = failure.kind === 'certificate' ? 'UNTRUSTED_CERTIFICATE' : 'NETWORK';
  const message = `${sentence(failure, hostOf(call.site))} (${circumstances(call)})`;
  return new AwscredError(code, message, { hints: networkHints(failure, call), cause: failure });
}

function sentence(failure: HttpFailure, host: string): string {
  const { kind, proxy, what } = failure;
  if (proxy === null) {
    return `${SENTENCES[kind](host)}${kind === 'silent' ? '' : `: ${what}`}`;
  }
  return kind === 'certificate'
    ? `cannot reach ${host}: the proxy ${printable(proxy)}: ${what}`
    : `cannot reach ${host} through the proxy ${printable(proxy)}: ${what}`;
}

const unreached = (host: string): string => `cannot reach ${host}`;
const useless = (host: string): string => `${host} gives no usable answer`;

const SENTENCES: Readonly<Record<FailureKind, (host: string) => string>> = {
  name: unreached,
  connect: unreached,
  proxy: unreached,
  tls: unreached,
  certificate: unreached,
  reset: (host) => `${host} broke off`,
  silent: (host) => `${host} does not answer`,
  redirect: useless,
  'too-long': useless,
  body: useless,
  unusable: useless,
  server: (host) => `${host} is failing`,
  throttled: (host) => `${host} asks to slow down`,
};

function circumstances({ elapsed, tries, route }: FailedCall): string {
  const seconds = Math.round(elapsed / 1000);
  const counted = tries === 1 ? '1 try' : `${tries} tries`;
  return `${counted}, ${seconds}s; ${routeWords(route)}`;
}

function routeWords({ proxy, proxySet }: Route): string {
  if (proxy !== null) {
    return `proxy ${printable(proxy)}`;
  }
  return proxySet ? 'not through the proxy' : 'no proxy set';
}
