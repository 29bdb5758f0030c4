import { lstatSync } from 'node:fs';
import { AwscredError } from '../../errors.ts';
import type { Environment } from '../../ports/environment.ts';
import { isOurs } from '../files/trust/trust-walk.ts';
import { socketFault } from '../files/trust/safe-path.ts';
import { busAddressFault } from './bus-address.ts';
import { ABSENT_HINTS } from './faults.ts';

/** The session bus that the Secret Service is asked over; `address` is null where the platform needs none. */
export interface SessionBus {
  readonly address: string | null;
}

/**
 * Finds the session bus without starting one: DBUS_SESSION_BUS_ADDRESS, else the socket `$XDG_RUNTIME_DIR/bus`.
 * Only `unix:` addresses: `unixexec:` would run a program, `tcp:` connect out (docs/store.md, "D-Bus").
 * A runtime folder that cannot be looked into, or in which another user has a hand, counts as none.
 * An AwscredError NO_BUS is returned, not thrown: the caller decides whether it matters.
 */
export function sessionBus(environment: Environment): SessionBus | AwscredError {
  if (environment.platform === 'darwin' || environment.platform === 'win32') {
    return { address: null };
  }
  const address = environment.get('DBUS_SESSION_BUS_ADDRESS');
  if (address !== null) {
    const fault = busAddressFault(address);
    return fault === null ? { address } : noBus(`DBUS_SESSION_BUS_ADDRESS ${fault}`);
  }
  const runtime = environment.get('XDG_RUNTIME_DIR');
  const socket = runtime?.startsWith('/') === true ? `${runtime.replace(/\/+$/, '')}/bus` : null;
  return socket !== null && isOwnSocket(socket)
    ? { address: `unix:path=${escaped(socket)}` }
    : noBus('this session has no D-Bus session bus (DBUS_SESSION_BUS_ADDRESS is not set)');
}

/** Runs a synchronous call of the addon with the address in the environment, where the addon reads it. */
export function withBusAddress<T>(bus: SessionBus, call: () => T): T {
  const before = process.env['DBUS_SESSION_BUS_ADDRESS'];
  if (bus.address === null || bus.address === before) {
    return call();
  }
  process.env['DBUS_SESSION_BUS_ADDRESS'] = bus.address;
  try {
    return call();
  } finally {
    if (before === undefined) {
      delete process.env['DBUS_SESSION_BUS_ADDRESS'];
    } else {
      process.env['DBUS_SESSION_BUS_ADDRESS'] = before;
    }
  }
}

/** D-Bus's own escaping of a value in an address. */
function escaped(path: string): string {
  return Array.from(Buffer.from(path), (byte) => {
    const char = String.fromCharCode(byte);
    return /[-0-9A-Za-z_/.\\]/.test(char) ? char : `%${byte.toString(16).padStart(2, '0')}`;
  }).join('');
}

function noBus(why: string): AwscredError {
  return new AwscredError('NO_BUS', `no OS keychain: ${why}`, { hints: ABSENT_HINTS });
}

function isOwnSocket(path: string): boolean {
  try {
    const stats = lstatSync(path, { throwIfNoEntry: false });
    return stats !== undefined && stats.isSocket() && isOurs(stats) && socketFault(path) === null;
  } catch {
    // Another user's folder, as after `su` and `sudo -E`, or something that is no folder.
    return false;
  }
}
