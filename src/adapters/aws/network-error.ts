import { printable } from '../../core/printable.ts';
import type { Site } from '../../core/step.ts';
import { AwscredError } from '../../errors.ts';
import type { FailureKind, HttpFailure } from '../http/http-failure.ts';
import { networkHints } from './network-hints.ts';
import type { Repeat } from './retry-policy.ts';
import { hostOf } from './site-words.ts';

export interface FailedCall {
  readonly site: Site;
  readonly repeat: Repeat;
  readonly tries: number;
  /** Milliseconds. */
  readonly elapsed: number;
  /** The proxy (`host:port`) the call goes through, null for none. */
  readonly proxy: string | null;
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

function circumstances(call: FailedCall): string {
  const seconds = Math.round(call.elapsed / 1000);
  const tries = call.tries === 1 ? '1 try' : `${call.tries} tries`;
  const proxy = call.proxy === null ? 'no proxy set' : `proxy ${printable(call.proxy)}`;
  return `${tries}, ${seconds}s; ${proxy}`;
}
