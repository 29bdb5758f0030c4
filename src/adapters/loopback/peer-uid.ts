import { readFileSync } from 'node:fs';

/** Who is at the other end of a loopback connection, as far as the system tells. */
export type Peer = 'ours' | 'another' | 'unknown';

/** The two ports of a connection on 127.0.0.1, seen from our side. */
export interface Connection {
  readonly ownPort: number;
  readonly peerPort: number;
}

/** Looks the peer's uid up in `/proc/net/tcp` and `tcp6`; `unknown` where there is no such table or no such row. */
export function peerOf(connection: Connection, ownUid: number | null): Peer {
  if (ownUid === null) {
    return 'unknown';
  }
  for (const [table, address] of TABLES) {
    const peer = judge(readTable(table), address, connection, ownUid);
    if (peer !== 'unknown') {
      return peer;
    }
  }
  return 'unknown';
}

/** Finds the peer's row of one table and judges its uid; root is trusted as everywhere. */
export function judge(table: string, address: string, connection: Connection, ownUid: number): Peer {
  const local = `${address}:${hexPort(connection.peerPort)}`;
  const remote = `${address}:${hexPort(connection.ownPort)}`;
  for (const line of table.split('\n').slice(1)) {
    const fields = line.trim().split(/\s+/);
    if (fields[1] === local && fields[2] === remote) {
      const [uid, inode] = [Number(fields[7]), fields[9]];
      // A socket that its owner has closed shows uid 0 and inode 0. That is not root.
      return inode !== '0' && (uid === ownUid || uid === 0) ? 'ours' : 'another';
    }
  }
  return 'unknown';
}

const TABLES = [
  ['/proc/net/tcp', '0100007F'],
  // 127.0.0.1 inside ::ffff:0:0/96, as a client with an IPv6 socket connects.
  ['/proc/net/tcp6', '0000000000000000FFFF00000100007F'],
] as const;

function readTable(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch {
    return '';
  }
}

function hexPort(port: number): string {
  return port.toString(16).toUpperCase().padStart(4, '0');
}
