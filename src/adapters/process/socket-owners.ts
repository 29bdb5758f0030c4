import { readFileSync } from 'node:fs';
import { isIPv4, isIPv6 } from 'node:net';
import { endianness } from 'node:os';

/**
 * Who holds a socket of this machine: we (or root, who is trusted everywhere), another user, or nobody that the
 * system's tables name. Only Linux tells; elsewhere it is `untold`.
 */
export type SocketOwner = 'ours' | 'another' | 'nobody' | 'untold';

interface SocketEnd {
  /** As Node gives it: `127.0.0.1`, `::1`, `::ffff:127.0.0.1`. */
  readonly address: string;
  readonly port: number;
}

/** The texts of /proc/net/tcp and tcp6; null where this system has none. */
export interface SocketTables {
  read(): readonly string[] | null;
}

const systemSocketTables: SocketTables = {
  read: () =>
    process.platform === 'linux' ? ['/proc/net/tcp', '/proc/net/tcp6'].map((path) => readTable(path)) : null,
};

/** The owner of the `near` end of a connection, found by all four addresses: a row that has gone names nobody. */
export function connectionOwner(
  near: SocketEnd,
  far: SocketEnd,
  ownUid: number | null,
  tables: SocketTables = systemSocketTables,
): SocketOwner {
  const [local, remote] = [names(near), names(far)];
  return judged(ownUid, tables, (row) => local.includes(row.local) && remote.includes(row.remote));
}

/** The owner of what listens at an address; of several that could answer there, all must be ours. */
export function listenerOwner(
  at: SocketEnd,
  ownUid: number | null,
  tables: SocketTables = systemSocketTables,
): SocketOwner {
  const port = hexPort(at.port);
  const places = [...names(at), ...ANY.map((address) => `${address}:${port}`)];
  return judged(ownUid, tables, (row) => row.isListening && places.includes(row.local));
}

interface Row {
  readonly local: string;
  readonly remote: string;
  readonly isListening: boolean;
  readonly uid: number;
  /** A socket that its owner has closed shows uid 0 and inode 0. That is not root. */
  readonly isHeld: boolean;
}

function judged(ownUid: number | null, tables: SocketTables, isMeant: (row: Row) => boolean): SocketOwner {
  const texts = ownUid === null ? null : tables.read();
  if (texts === null) {
    return 'untold';
  }
  const found = texts.flatMap(rowsOf).filter(isMeant);
  if (found.length === 0) {
    return 'nobody';
  }
  return found.every(({ uid, isHeld }) => isHeld && (uid === ownUid || uid === 0)) ? 'ours' : 'another';
}

function rowsOf(table: string): readonly Row[] {
  return table
    .split('\n')
    .slice(1)
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields.length > 9)
    .map(([, local = '', remote = '', state = '', , , , uid = '', , inode = '']) => {
      return { local, remote, isListening: state === LISTENING, uid: Number(uid), isHeld: inode !== '0' };
    });
}

const LISTENING = '0A';

/** 0.0.0.0 and ::, as the tables write them. */
const ANY = ['0'.repeat(8), '0'.repeat(32)];

/** How the two tables write an end: IPv4, and IPv4 inside ::ffff:0:0/96, as a program with an IPv6 socket has it. */
function names({ address, port }: SocketEnd): readonly string[] {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '');
  if (isIPv4(plain)) {
    const four = words(plain.split('.').map(Number));
    return [four, `${words(MAPPED)}${four}`].map((hex) => `${hex}:${hexPort(port)}`);
  }
  return isIPv6(plain) ? [`${words(bytesOfIPv6(plain))}:${hexPort(port)}`] : [];
}

const MAPPED = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff];

/** Four bytes at a time, each four as one number in the order of this machine. */
function words(bytes: readonly number[]): string {
  const hex = bytes.map((byte) => byte.toString(16).toUpperCase().padStart(2, '0'));
  const fours = Array.from({ length: hex.length / 4 }, (_, index) => hex.slice(index * 4, index * 4 + 4));
  return fours.map((four) => (endianness() === 'LE' ? four.toReversed() : four).join('')).join('');
}

function bytesOfIPv6(address: string): readonly number[] {
  const [head = '', tail] = (address.split('%')[0] ?? '').split('::');
  const groups = (text: string): number[] => text.split(':').filter(Boolean).flatMap(groupBytes);
  const [front, back] = [groups(head), groups(tail ?? '')];
  const middle = tail === undefined ? 0 : 16 - front.length - back.length;
  return [...front, ...Array.from({ length: Math.max(0, middle) }, () => 0), ...back];
}

function groupBytes(group: string): readonly number[] {
  const value = Number.parseInt(group, 16);
  return [value >> 8, value & 0xff];
}

function hexPort(port: number): string {
  return port.toString(16).toUpperCase().padStart(4, '0');
}

function readTable(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}
