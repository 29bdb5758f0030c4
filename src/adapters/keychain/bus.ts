import { lstatSync } from 'node:fs';
import { AwscredError } from '../../errors.ts';
import type { Environment } from '../../ports/environment.ts';
import { isOurs } from '../private-folder.ts';
import { ABSENT_HINTS } from './faults.ts';

/** The session bus that the Secret Service is asked over; `address` is null where the platform needs none. */
export interface SessionBus {
  readonly address: string | null;
}

/**
 * Finds the session bus without starting one: DBUS_SESSION_BUS_ADDRESS, else the socket `$XDG_RUNTIME_DIR/bus`.
 * Only `unix:` addresses: `unixexec:` would run a program, `tcp:` connect out (`reference/traps.md`).
 * An AwscredError NO_BUS is returned, not thrown: whether it matters is the caller's question.
 */
export function sessionBus(environment: Environment): SessionBus | AwscredError {
  if (environment.platform === 'darwin' || environment.platform === 'win32') {
    return { address: null };
  }
  const address = environment.get('DBUS_SESSION_BUS_ADDRESS');
  if (address !== null) {
    return isUnix(address) ? { address } : noBus('DBUS_SESSION_BUS_ADDRESS is not a unix: address');
  }
  const runtime = environment.get('XDG_RUNTIME_DIR');
  const socket = runtime?.startsWith('/') === true ? `${runtime}/bus` : null;
  return socket !== null && isOwnSocket(socket)
    ? { address: `unix:path=${escaped(socket)}` }
    : noBus('this session has no D-Bus session bus (DBUS_SESSION_BUS_ADDRESS is not set)');
}

/** Runs a synchronous call of the addon, which reads the address from the environment, and leaves that as it was. */
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

/** A list of addresses is tried one after the other, so each must be a socket. */
function isUnix(address: string): boolean {
  return address.split(';').every((each) => /^unix:(?:path|abstract|runtime|dir|tmpdir)=/.test(each));
}

function isOwnSocket(path: string): boolean {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  return stats !== undefined && stats.isSocket() && isOurs(stats);
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
