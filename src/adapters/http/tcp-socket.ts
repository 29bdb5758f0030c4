import type { LookupAddress } from 'node:dns';
import { connect, type Socket } from 'node:net';
import { printable } from '../../core/text/printable.ts';
import { HttpFailure } from '../../ports/http-failure.ts';

/** How long one of several addresses may take before the next is tried; Node's 250 ms is too short for a far region. */
const NEXT_ADDRESS_MS = 1500;

/**
 * Connects to one of exactly these addresses, the first that answers: what was checked is what is connected to.
 * Throws HttpFailure `connect`.
 */
export async function openTcp(
  addresses: readonly LookupAddress[],
  port: number,
  connectMs: number,
): Promise<Socket> {
  const host = addresses[0]?.address ?? '';
  const socket = connect({
    // A single address skips Node's lookup; several go through it, so that both families are tried.
    host: addresses.length === 1 ? host : 'checked.invalid',
    port,
    noDelay: true,
    autoSelectFamily: true,
    autoSelectFamilyAttemptTimeout: NEXT_ADDRESS_MS,
    lookup: (_name, _options, done) => done(null, [...addresses]),
  });
  await settled(socket, 'connect', connectMs);
  return socket;
}

/** Waits for a socket's event. Throws HttpFailure `connect`, and destroys the socket, when it fails or is late. */
export async function settled(socket: Socket, event: 'connect' | 'secureConnect', ms: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => {
      socket.destroy();
      reject(new HttpFailure('connect', `no connection within ${Math.round(ms / 100) / 10}s`));
    }, ms);
    socket.once(event, () => {
      clearTimeout(timer);
      resolve();
    });
    // Kept for the socket's life: a late error must not end the process.
    socket.on('error', (cause: NodeJS.ErrnoException) => {
      clearTimeout(timer);
      reject(new HttpFailure('connect', socketWords(cause), { cause }));
    });
  });
}

const WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection reset',
  EPIPE: 'connection reset',
  EHOSTUNREACH: 'no route to it',
  ENETUNREACH: 'network unreachable',
  EADDRNOTAVAIL: 'network unreachable',
  ENETDOWN: 'the network is down',
  ETIMEDOUT: 'no connection in time',
  EACCES: 'a firewall of this machine forbids it',
  EPERM: 'a firewall of this machine forbids it',
};

/** A socket's error for people. */
export function socketWords(error: NodeJS.ErrnoException): string {
  return WORDS[error.code ?? ''] ?? printable(error.code ?? error.message);
}
