import type { Socket } from 'node:net';
import type { SecureContext } from 'node:tls';
import { HttpFailure } from '../../ports/http-failure.ts';
import { isLocalAddress } from './local-address.ts';
import { addressesOf, type Lookup } from './name-lookup.ts';
import { openTunnel } from './proxy-tunnel.ts';
import { proxyName, type Proxy } from './proxy-variables.ts';
import { openTcp } from './tcp-socket.ts';
import { secureSocket } from './tls-socket.ts';

interface Target {
  readonly host: string;
  readonly port: number;
  readonly secure: boolean;
  /** Whom to trust; asked only where TLS is spoken. */
  readonly trust: () => SecureContext;
  /** Refuses every address that leaves this machine. */
  readonly localOnly: boolean;
  readonly proxy: Proxy | null;
}

/** Milliseconds. */
export interface HttpLimits {
  /** For one connection: TCP, and again for a proxy's answer and for each TLS handshake. */
  readonly connectMs: number;
  /** Between two bytes of an answer, the first one included. */
  readonly idleMs: number;
}

interface ConnectionTools {
  readonly lookup: Lookup;
  readonly limits: HttpLimits;
  readonly nameMs: number;
}

/** The address must be local and is not, or cannot be resolved. Nothing has been sent. */
export class NotLocal extends Error {
  override readonly name = 'NotLocal';
}

/** Opens what a request can be written to: TCP, through a proxy where there is one, and TLS. Throws HttpFailure, NotLocal. */
export async function openConnection(target: Target, tools: ConnectionTools): Promise<Socket> {
  const { proxy } = target;
  if (proxy === null) {
    return openDirect(target, tools);
  }
  const socket = await throughProxy(proxy, () =>
    openDirect(
      { ...target, host: proxy.host, port: proxy.port, secure: proxy.secure, localOnly: false },
      tools,
    ),
  );
  if (!target.secure) {
    return socket;
  }
  try {
    const host = target.host.includes(':') ? `[${target.host}]` : target.host;
    await openTunnel(socket, proxy, `${host}:${target.port}`, tools.limits.connectMs);
    return await secureSocket(socket, target.host, target.trust(), tools.limits.connectMs);
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

async function openDirect(target: Target, tools: ConnectionTools): Promise<Socket> {
  const { connectMs } = tools.limits;
  const addresses = await localOrAny(target, tools);
  const socket = await openTcp(addresses, target.port, connectMs);
  if (!target.secure) {
    return socket;
  }
  try {
    return await secureSocket(socket, target.host, target.trust(), connectMs);
  } catch (error) {
    socket.destroy();
    throw error;
  }
}

async function localOrAny(target: Target, tools: ConnectionTools): ReturnType<Lookup> {
  if (!target.localOnly) {
    return addressesOf(target.host, tools.nameMs, tools.lookup);
  }
  let addresses;
  try {
    addresses = await addressesOf(target.host, tools.nameMs, tools.lookup);
  } catch (cause) {
    throw new NotLocal('no address', { cause });
  }
  // One other address is enough: it might be the one that answers.
  if (addresses.length === 0 || !addresses.every(({ address }) => isLocalAddress(address))) {
    throw new NotLocal('not a local address');
  }
  return addresses;
}

async function throughProxy<T>(proxy: Proxy, open: () => Promise<T>): Promise<T> {
  try {
    return await open();
  } catch (error) {
    if (error instanceof HttpFailure) {
      throw new HttpFailure(error.kind, error.what, { proxy: proxyName(proxy), cause: error });
    }
    throw error;
  }
}
