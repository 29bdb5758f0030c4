import { printable } from '../../../core/text/printable.ts';
import type { Site } from '../../../core/plan/step.ts';
import type { FailureKind, HttpFailure } from '../../http/http-failure.ts';
import type { Route } from '../../http/http.ts';
import type { FailedCall } from './network-error.ts';
import { originOf } from './site-words.ts';

/** What to try next after a call that brought no usable answer. */
export function networkHints(failure: HttpFailure, call: FailedCall): readonly string[] {
  const usedUp = failure.sent && call.repeat === 'unless-sent';
  const origin = originOf(call.site, call.home);
  return [
    ...(usedUp ? ['the code may be used up: wait for a new one, then try again'] : []),
    ...(origin === null ? [] : [`this endpoint is ${origin}`]),
    ...(failure.kind === 'certificate' ? [trustHint(call.site)] : []),
    ...(failure.proxy === null
      ? []
      : ['the proxy comes from HTTPS_PROXY or HTTP_PROXY; NO_PROXY=HOST goes around it']),
    ...(failure.proxy === null ? HINTS[failure.kind](call.route) : []),
  ];
}

function trustHint(site: Site): string {
  return site.caBundle === null
    ? 'if your network inspects TLS: export AWS_CA_BUNDLE=/path/to/its-root.pem (or ca_bundle in ~/.aws/config)'
    : `only ${printable(site.caBundle)} is trusted (AWS_CA_BUNDLE or ca_bundle): does it hold this issuer?`;
}

type Hints = (route: Route) => readonly string[];

const unreached: Hints = ({ local, proxy }) => {
  if (local) {
    return ['is the program that answers there running?'];
  }
  return proxy === null
    ? ['is the VPN up? behind a proxy: export HTTPS_PROXY=http://HOST:PORT']
    : ['is the VPN up, and does the proxy let this host through?'];
};
const between: Hints = () => ['is there a sign-in page of the network, or a proxy, in between?'];
const outage: Hints = () => [
  'try again in a minute; https://health.aws.amazon.com/health/status tells of outages',
];
const none: Hints = () => [];

const HINTS: Readonly<Record<FailureKind, Hints>> = {
  name: unreached,
  connect: unreached,
  reset: unreached,
  silent: unreached,
  proxy: none,
  tls: () => ['is something in between, or is the endpoint plain http?'],
  certificate: none,
  redirect: between,
  'too-long': between,
  body: between,
  unusable: none,
  server: outage,
  throttled: outage,
};
