import type { Socket } from 'node:net';
import { printable } from '../../core/text/printable.ts';
import { AwscredError } from '../../errors.ts';
import { monotonicMs } from '../process/monotonic.ts';
import { refuseForeignListener } from './bearer-way.ts';
import { type HttpLimits, NotLocal, openConnection } from './connection.ts';
import { exchange } from './exchange.ts';
import type { Http, HttpAnswer, HttpPlace, HttpRequest, Opening, Route } from '../../ports/http.ts';
import { HttpFailure } from '../../ports/http-failure.ts';
import { bareHost, isLocalHost } from './local-address.ts';
import { systemLookup, type Lookup } from './name-lookup.ts';
import { proxyFor, proxyName, type Proxy } from './proxy-variables.ts';
import { createTrust } from './trusted-roots.ts';

export interface HttpInput {
  /** A variable's value; an empty one counts as unset. */
  get(name: string): string | null;
  /** Hosts that may be called over plain http (`plain_http` of config.ini). */
  readonly plainHttp: readonly string[];
  /** Called once when TLS is first needed and NODE_TLS_REJECT_UNAUTHORIZED asks not to verify. */
  onOverriddenTls?(message: string): void;
  readonly limits?: HttpLimits;
  readonly lookup?: Lookup;
}

const LIMITS: HttpLimits = { connectMs: 5_000, idleMs: 10_000 };

/** HTTP through proxies, certificates verified, no redirects. One connection per request: a command makes few. */
export function createHttp(input: HttpInput): Http {
  const { plainHttp, limits = LIMITS, lookup = systemLookup } = input;
  const get = (name: string): string | null => input.get(name);
  const trust = createTrust(get('NODE_EXTRA_CA_CERTS'));
  const mentionOverride = onceOnly(() => {
    if (get('NODE_TLS_REJECT_UNAUTHORIZED') === '0') {
      input.onOverriddenTls?.('NODE_TLS_REJECT_UNAUTHORIZED=0 is ignored: certificates are still verified');
    }
  });

  function open(place: HttpPlace): Begun {
    const { url } = place;
    const secure = url.protocol === 'https:';
    const proxy = proxyFor(url, get);
    // A loopback name was trusted as such, so it must resolve to loopback only.
    const localOnly = (!secure || isLocalHost(url.hostname)) && !isListed(url, plainHttp);
    if (secure || proxy?.secure === true) {
      mentionOverride();
    }
    const usedProxy = localOnly ? null : proxy;
    const target = {
      host: bareHost(url.hostname),
      port: portOf(url),
      secure,
      trust: () => trust(place.caBundle),
      localOnly,
      proxy: usedProxy,
    };
    const nameMs = Math.min(place.nameMs, place.totalMs);
    return new Begun(url.origin, openConnection(target, { lookup, limits, nameMs }), usedProxy);
  }

  async function send(request: HttpRequest): Promise<HttpAnswer> {
    const { url } = request;
    const begun = begunFor(request);
    const ends = monotonicMs() + request.totalMs;
    const { socket: connecting, proxy } = begun ?? open(request);
    if (begun === null) {
      request.opening?.discard();
    }
    try {
      const socket = await within(connecting, request.totalMs);
      refuseForeign(socket, request, proxy);
      const totalMs = Math.max(1, ends - monotonicMs());
      return await exchange(socket, { ...request, totalMs }, { limits, proxy });
    } catch (error) {
      throw error instanceof NotLocal ? notLocalRefused(url, request.origin) : error;
    }
  }

  return { send, open, route: (url) => routeOf(url, get) };
}

/** The connection that was begun to where the request goes; null for none. */
function begunFor({ opening, url }: HttpRequest): Begun | null {
  return opening instanceof Begun && opening.origin === url.origin ? opening : null;
}

/** A connection that must not have the request's bearer secret is closed. Through TLS a proxy sees nothing of it. */
function refuseForeign(socket: Socket, request: HttpRequest, proxy: Proxy | null): void {
  if (!request.bearer || (proxy !== null && request.url.protocol === 'https:')) {
    return;
  }
  try {
    refuseForeignListener(socket, request);
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

class Begun implements Opening {
  readonly origin: string;
  readonly socket: Promise<Socket>;
  /** The proxy it goes to, for what is written on it; null for none. */
  readonly proxy: Proxy | null;

  constructor(origin: string, socket: Promise<Socket>, proxy: Proxy | null) {
    this.origin = origin;
    this.socket = socket;
    this.proxy = proxy;
    // A failure is reported when a request waits for the connection, not before.
    socket.catch(() => undefined);
  }

  discard(): void {
    void this.socket.then((each) => each.destroy()).catch(() => undefined);
  }
}

function isListed(url: URL, plainHttp: readonly string[]): boolean {
  const host = bareHost(url.hostname);
  return plainHttp.some((allowed) => bareHost(allowed) === host);
}

function portOf(url: URL): number {
  if (url.port !== '') {
    return Number(url.port);
  }
  return url.protocol === 'https:' ? 443 : 80;
}

function routeOf(url: URL, get: HttpInput['get']): Route {
  const proxy = proxyFor(url, get);
  const names = ['https_proxy', 'HTTPS_PROXY', 'http_proxy', 'HTTP_PROXY'];
  return {
    proxy: proxy === null ? null : proxyName(proxy),
    proxySet: names.some((name) => get(name) !== null),
    local: isLocalHost(url.hostname),
  };
}

function notLocalRefused(url: URL, origin: HttpRequest['origin']): AwscredError {
  return url.protocol === 'http:' ? plainHttpRefused(url, origin) : falseNameRefused(url, origin);
}

function falseNameRefused(url: URL, { words, at }: HttpRequest['origin']): AwscredError {
  const from = words === null ? '' : ` (${words})`;
  return new AwscredError(
    'UNTRUSTED_ENDPOINT',
    `${printable(url.host)} does not lead to this machine${from}; nothing was sent`,
    { at: at ?? null },
  );
}

function plainHttpRefused(url: URL, origin: HttpRequest['origin']): AwscredError {
  const from = origin.words === null ? '' : ` (${origin.words})`;
  const host = printable(url.host);
  return new AwscredError(
    'UNTRUSTED_ENDPOINT',
    `${host} would be called over plain http, and it is not an address of this machine${from}; nothing was sent`,
    {
      hints: [
        `use https, or allow it: plain_http = ${printable(bareHost(url.hostname))} in awscred's config.ini`,
      ],
      at: origin.at ?? null,
    },
  );
}

/** A connection that comes too late is closed when it comes. */
async function within<T extends { destroy(): unknown }>(work: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      work.then((socket) => socket.destroy()).catch(() => undefined);
      reject(new HttpFailure('connect', 'no connection in time'));
    }, ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

function onceOnly(work: () => void): () => void {
  let done = false;
  return () => {
    if (!done) {
      done = true;
      work();
    }
  };
}
