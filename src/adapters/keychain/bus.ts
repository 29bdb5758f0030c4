import { lstatSync, statSync } from 'node:fs';
import { printable } from '../../core/text/printable.ts';
import { AwscredError } from '../../errors.ts';
import type { Environment } from '../../ports/environment.ts';
import { isOurs } from '../files/private-folder.ts';
import { ABSENT_HINTS } from './faults.ts';

/** The session bus that the Secret Service is asked over; `address` is null where the platform needs none. */
export interface SessionBus {
  readonly address: string | null;
}

/**
 * Finds the session bus without starting one: DBUS_SESSION_BUS_ADDRESS, else the socket `$XDG_RUNTIME_DIR/bus`.
 * Only `unix:` addresses: `unixexec:` would run a program, `tcp:` connect out (docs/store.md, "D-Bus").
 * An AwscredError NO_BUS is returned, not thrown: the caller decides whether it matters.
 */
export function sessionBus(environment: Environment): SessionBus | AwscredError {
  if (environment.platform === 'darwin' || environment.platform === 'win32') {
    return { address: null };
  }
  const address = environment.get('DBUS_SESSION_BUS_ADDRESS');
  if (address !== null) {
    const fault = addressFault(address);
    return fault === null ? { address } : noBus(`DBUS_SESSION_BUS_ADDRESS ${fault}`);
  }
  const runtime = environment.get('XDG_RUNTIME_DIR');
  const socket = runtime?.startsWith('/') === true ? `${runtime}/bus` : null;
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

/** A list of addresses is tried one after the other, so each must be a socket, and nobody else's. */
function addressFault(address: string): string | null {
  const each = address.split(';');
  if (!each.every((one) => /^unix:(?:path|abstract|runtime|dir|tmpdir)=/.test(one))) {
    return 'is not a unix: address';
  }
  const foreign = each.map(socketPath).find((path) => path !== null && isForeign(path)) ?? null;
  return foreign === null ? null : `names a socket of another user: ${printable(foreign.toString())}`;
}

/** A bus verifies its clients, but nobody verifies the bus, which gets every secret. */
function isForeign(path: Buffer): boolean {
  const stats = statSync(path, { throwIfNoEntry: false });
  return stats !== undefined && !isOurs(stats) && stats.uid !== 0;
}

/** Null for an address without a path (an abstract socket has no owner that could be looked up). */
function socketPath(address: string): Buffer | null {
  const value = /[:,]path=([^,]*)/.exec(address)?.[1] ?? null;
  const parts = value?.split(/(%[0-9A-Fa-f]{2})/) ?? [];
  const isByte = (part: string): boolean => /^%[0-9A-Fa-f]{2}$/.test(part);
  const bytes = parts.map((part) => (isByte(part) ? Buffer.from(part.slice(1), 'hex') : Buffer.from(part)));
  return value === null ? null : Buffer.concat(bytes);
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
