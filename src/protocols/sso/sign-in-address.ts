import { AwscredError } from '../../errors.ts';
import { printable } from '../../core/text/printable.ts';

/**
 * Checks the address where a person will sign in. https only, except plain http on loopback (a local AWS); anything
 * else is AwscredError NETWORK, since the service sends no such answer. `open` says whether a browser may be started:
 * at AWS's own sign-in hosts, the start URL's host and the OIDC endpoint in use. Other addresses are only shown.
 */
export function checkSignInAddress(
  address: string,
  expected: { readonly startUrl: string; readonly oidcEndpoint: string },
): { readonly open: boolean } {
  const url = believable(address);
  if (url === null) {
    throw new AwscredError(
      'NETWORK',
      `the server sent a sign-in address that is not https: ${printable(address)}`,
      { hints: ['nothing was opened; check endpoint_url, the proxy and the network, then try again'] },
    );
  }
  if (url.origin === parse(expected.oidcEndpoint)?.origin) {
    return { open: true };
  }
  const isKnown = url.host === parse(expected.startUrl)?.host || isAwsSignInHost(url.hostname);
  return { open: url.protocol === 'https:' && isKnown };
}

/** Hosts where AWS lets people sign in (docs/wire.md, "Sign-in hosts"); no customer's bucket or API among them. */
function isAwsSignInHost(host: string): boolean {
  return (
    SUFFIXES.some((suffix) => host.endsWith(suffix)) ||
    HOSTS.includes(host) ||
    /^(device\.sso|oidc)\.[a-z0-9-]+\.amazonaws\.com(\.cn)?$/.test(host)
  );
}

const SUFFIXES = [
  '.awsapps.com',
  '.awsapps.cn',
  '.app.aws',
  '.signin.aws',
  '.portal.amazonaws.com',
  '.portal.amazonaws.com.cn',
  '.app.amazonwebservices.com.cn',
  '.portal.amazonaws.eu',
  '.api.amazonwebservices.eu',
];

const HOSTS = [
  'identitycenter.amazonaws.com',
  'identitycenter.amazonaws.com.cn',
  'identitycenter.amazonaws.eu',
  'identitycenter.us-gov.amazonaws.com',
  'signin.aws.amazon.com',
];

function believable(address: string): URL | null {
  const url = parse(address);
  // A user name before `@` makes one host look like another.
  if (url === null || url.username !== '' || url.password !== '' || /[\s\\]/.test(address)) {
    return null;
  }
  const isSafe = url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));
  return isSafe ? url : null;
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(host);
}

function parse(address: string): URL | null {
  return URL.canParse(address) ? new URL(address) : null;
}
