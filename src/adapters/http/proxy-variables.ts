import { AwscredError } from '../../errors.ts';
import { bareHost, isLocalHost } from './local-address.ts';
import { matchesNoProxy } from './no-proxy.ts';

/** A proxy as a variable names it. */
export interface Proxy {
  readonly secure: boolean;
  readonly host: string;
  readonly port: number;
  /** Value of `Proxy-Authorization`, a secret; null where the variable has no user. */
  readonly authorization: string | null;
}

/** How a message names a proxy; never with its user or password. */
export function proxyName(proxy: Proxy): string {
  return `${proxy.host.includes(':') ? `[${proxy.host}]` : proxy.host}:${proxy.port}`;
}

/**
 * The proxy for a URL, or null for a direct call (docs/wire.md, "Proxies"). The lower-case variable wins over the
 * upper-case one, as in curl and Python. Throws CONFIG where a proxy variable is set and is no proxy's address,
 * even if this call would not use it: a call never goes direct because of a typing error.
 */
export function proxyFor(url: URL, get: (name: string) => string | null): Proxy | null {
  const forHttp = readProxy('http_proxy', get);
  const forHttps = readProxy('https_proxy', get) ?? forHttp;
  const host = bareHost(url.hostname);
  const port = url.port === '' ? defaultPort(url.protocol) : Number(url.port);
  if (isLocalHost(host) || matchesNoProxy(get('no_proxy') ?? get('NO_PROXY') ?? '', host, port)) {
    return null;
  }
  return url.protocol === 'https:' ? forHttps : forHttp;
}

function readProxy(lowerName: string, get: (name: string) => string | null): Proxy | null {
  const name = get(lowerName) === null ? lowerName.toUpperCase() : lowerName;
  const value = get(name)?.trim() ?? '';
  if (value === '') {
    return null;
  }
  const proxy = parseProxy(value);
  if (proxy === null) {
    // The value may hold a password, so it is not shown.
    throw new AwscredError('CONFIG', `the variable ${name} is not the address of an http or https proxy`, {
      hints: [
        `set it as export ${name}=http://HOST:PORT or http://USER:PASSWORD@HOST:PORT (percent-encoded)`,
      ],
    });
  }
  return proxy;
}

function parseProxy(value: string): Proxy | null {
  const text = /^[a-z][a-z0-9+.-]*:\/\//i.test(value) ? value : `http://${value}`;
  // The URL parser would silently drop tabs and line breaks.
  if (/[\s\0-\x1f\x7f-\x9f]/.test(text) || !URL.canParse(text)) {
    return null;
  }
  const url = new URL(text);
  const authorization = basicAuthorization(url);
  const plain =
    ['http:', 'https:'].includes(url.protocol) && url.pathname === '/' && url.search + url.hash === '';
  if (!plain || authorization === undefined || url.port === '0') {
    return null;
  }
  return {
    secure: url.protocol === 'https:',
    host: bareHost(url.hostname),
    port: url.port === '' ? defaultPort(url.protocol) : Number(url.port),
    authorization,
  };
}

/** Undefined where user or password is not percent-encoded UTF-8. */
function basicAuthorization(url: URL): string | null | undefined {
  if (url.username === '' && url.password === '') {
    return null;
  }
  try {
    const user = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
    return `Basic ${Buffer.from(user, 'utf8').toString('base64')}`;
  } catch {
    return undefined;
  }
}

function defaultPort(protocol: string): number {
  return protocol === 'https:' ? 443 : 80;
}
