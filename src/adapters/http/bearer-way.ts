import type { Socket } from 'node:net';
import { printable } from '../../core/text/printable.ts';
import { AwscredError } from '../../errors.ts';
import { listenerOwner, type SocketOwner } from '../process/socket-owners.ts';
import type { HttpPlace } from '../../ports/http.ts';
import { isLoopbackAddress } from './local-address.ts';

/**
 * Refuses to write a bearer secret to a loopback port that is not held by a program of this user or of root: any user
 * may listen there, and whoever sets a variable may not choose who gets a sign-in. No setting lifts this. Only Linux
 * tells who listens. AwscredError UNTRUSTED_ENDPOINT; nothing has been sent.
 */
export function refuseForeignListener(socket: Socket, place: HttpPlace): void {
  const listening = isLoopbackAddress(socket.remoteAddress ?? '') ? listenerOf(socket) : 'ours';
  if (listening === 'ours' || listening === 'untold') {
    return;
  }
  const who = listening === 'nobody' ? 'no program that the system can name' : 'another user';
  const { words, at } = place.origin;
  const host = `${printable(place.url.host)}${words === null ? '' : ` (${words})`}`;
  throw new AwscredError(
    'UNTRUSTED_ENDPOINT',
    `${host} would get a sign-in secret, and ${who} listens there; nothing was sent`,
    { hints: ['use an endpoint of your own, or remove the setting'], at: at ?? null },
  );
}

function listenerOf({ remoteAddress, remotePort }: Socket): SocketOwner {
  const uid = process.getuid?.() ?? null;
  const there = { address: remoteAddress ?? '', port: remotePort ?? 0 };
  return listenerOwner(there, uid);
}
