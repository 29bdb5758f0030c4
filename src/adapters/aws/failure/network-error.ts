import { printable } from '../../../core/text/printable.ts';
import type { Site } from '../../../core/plan/step.ts';
import { AwscredError } from '../../../errors.ts';
import type { FailureKind, HttpFailure } from '../../../ports/http-failure.ts';
import type { Route } from '../../../ports/http.ts';
import type { Repeat } from '../transport/retry-policy.ts';
import { hostOf, originOf } from './site-words.ts';

interface FailedCall {
  readonly site: Site;
  readonly repeat: Repeat;
  readonly tries: number;
  /** Milliseconds. */
  readonly elapsed: number;
  readonly route: Route;
  /** The home folder, shown as `~`. */
  readonly home: string;
}

/** The error of a call without a usable answer, with what was tried: NETWORK or UNTRUSTED_CERTIFICATE, exit 6. */
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
  throttled: (host) => `${host} asks for fewer requests`,
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

/** What to try next after a call that brought no usable answer. */
function networkHints(failure: HttpFailure, call: FailedCall): readonly string[] {
  const usedUp = failure.sent && call.repeat === 'unless-sent';
  const origin = originOf(call.site, call.home);
  return [
    ...(usedUp ? ['the code may be used up: wait for a new one, then try again'] : []),
    ...(origin === null ? [] : [`this endpoint is ${origin}`]),
    ...(failure.kind === 'certificate' ? [trustHint(call.site)] : []),
    ...(failure.proxy === null
      ? []
      : ['the proxy comes from HTTPS_PROXY or HTTP_PROXY; NO_PROXY=HOST bypasses it']),
    ...(failure.proxy === null ? HINTS[failure.kind](call.route) : []),
  ];
}

function trustHint(site: Site): string {
  return site.caBundle === null
    ? 'if your network inspects TLS: export AWS_CA_BUNDLE=/path/to/its-root.pem (or ca_bundle in ~/.aws/config)'
    : `only ${printable(site.caBundle)} is trusted (AWS_CA_BUNDLE or ca_bundle): does it hold this issuer?`;
}

type Hints = (route: Route) => readonly string[];

const ifUnreached: Hints = ({ local, proxy }) => {
  if (local) {
    return ['is the program that should answer there running?'];
  }
  return proxy === null
    ? ['is the VPN up? behind a proxy: export HTTPS_PROXY=http://HOST:PORT']
    : ['is the VPN up, and does the proxy let this host through?'];
};
const ifBetween: Hints = () => ['is there a sign-in page of the network, or a proxy, in between?'];
const ifDown: Hints = () => [
  'try again in a minute; https://health.aws.amazon.com/health/status reports outages',
];
const noHints: Hints = () => [];

const HINTS: Readonly<Record<FailureKind, Hints>> = {
  name: ifUnreached,
  connect: ifUnreached,
  reset: ifUnreached,
  silent: ifUnreached,
  proxy: noHints,
  tls: () => ['is something in between, or is the endpoint plain http?'],
  certificate: noHints,
  redirect: ifBetween,
  'too-long': ifBetween,
  body: ifBetween,
  unusable: noHints,
  server: ifDown,
  throttled: ifDown,
};
