import assert from 'node:assert/strict';
import { createServer, type AddressInfo } from 'node:net';
import { describe, it } from 'node:test';
import {
  connectionOwner,
  listenerOwner,
  type SocketTables,
} from '../../../src/adapters/process/socket-owners.ts';

const ESTABLISHED = '01';
const LISTENING = '0A';

type Row = readonly [local: string, remote: string, state: string, uid: number, inode?: string];

function row(...[local, remote, state, uid, inode = '77']: Row): string {
  return `   0: ${local} ${remote} ${state} 00000000:00000000 00:00000000 00000000  ${uid}        0 ${inode} 1 0`;
}

function tables(...rows: readonly string[]): SocketTables {
  return {
    read: () => (['header', ...rows].length === 1 ? ['header', ''] : [['header', ...rows].join('\n'), '']),
  };
}

const near = { address: '127.0.0.1', port: 0xa1b2 };
const far = { address: '127.0.0.1', port: 80 };
const LOCAL = '0100007F:A1B2';
const REMOTE = '0100007F:0050';
const MAPPED = '0000000000000000FFFF0000';

describe('who made a connection', () => {
  const rows: readonly (readonly [string, readonly string[], string])[] = [
    ['our own', [row(LOCAL, REMOTE, ESTABLISHED, 1000)], 'ours'],
    ["root's", [row(LOCAL, REMOTE, ESTABLISHED, 0)], 'ours'],
    ["another user's", [row(LOCAL, REMOTE, ESTABLISHED, 1001)], 'another'],
    ['one that its owner has closed, which shows uid 0', [row(LOCAL, REMOTE, '04', 0, '0')], 'another'],
    ['an IPv6 socket', [row(`${MAPPED}${LOCAL}`, `${MAPPED}${REMOTE}`, ESTABLISHED, 1000)], 'ours'],
    [
      'two rows that differ',
      [row(LOCAL, REMOTE, ESTABLISHED, 1000), row(LOCAL, REMOTE, '06', 0, '0')],
      'another',
    ],
    ['no row', [], 'nobody'],
    ['another port', [row('0100007F:A1B3', REMOTE, ESTABLISHED, 1000)], 'nobody'],
    ['another far port', [row(LOCAL, '0100007F:0051', ESTABLISHED, 1000)], 'nobody'],
    ['another address', [row('0200007F:A1B2', REMOTE, ESTABLISHED, 1000)], 'nobody'],
    ['another far address', [row(LOCAL, '0200007F:0050', ESTABLISHED, 1000)], 'nobody'],
  ];
  for (const [name, lines, expected] of rows) {
    it(`${name}: ${expected}`, () => {
      assert.equal(connectionOwner(near, far, 1000, tables(...lines)), expected);
    });
  }

  it('is not told where there are no tables, or no uids', () => {
    assert.equal(connectionOwner(near, far, 1000, { read: () => null }), 'untold');
    assert.equal(connectionOwner(near, far, null, tables()), 'untold');
  });
});

describe('who listens at an address', () => {
  const at = { address: '127.0.0.1', port: 80 };
  const nobodyYet = '00000000:0000';
  const anywhere = '0'.repeat(32);
  const rows: readonly (readonly [string, readonly string[], string])[] = [
    ['our own', [row(REMOTE, nobodyYet, LISTENING, 1000)], 'ours'],
    ['our own, on every address', [row('00000000:0050', nobodyYet, LISTENING, 1000)], 'ours'],
    [
      'our own, on every IPv6 address',
      [row(`${anywhere}:0050`, `${anywhere}:0000`, LISTENING, 1000)],
      'ours',
    ],
    ["another user's", [row(REMOTE, nobodyYet, LISTENING, 1001)], 'another'],
    [
      "another user's behind ours",
      [row('00000000:0050', nobodyYet, LISTENING, 1000), row(REMOTE, nobodyYet, LISTENING, 1001)],
      'another',
    ],
    ['a connection, which does not listen', [row(REMOTE, LOCAL, ESTABLISHED, 1000)], 'nobody'],
    ['another port', [row('0100007F:0051', nobodyYet, LISTENING, 1000)], 'nobody'],
  ];
  for (const [name, lines, expected] of rows) {
    it(`${name}: ${expected}`, () => {
      assert.equal(listenerOwner(at, 1000, tables(...lines)), expected);
    });
  }

  for (const host of ['127.0.0.1', '::1', '0.0.0.0', '::']) {
    const skip = process.platform === 'linux' ? false : 'only Linux tells';
    it(`finds a real listener on ${host}`, { skip }, async () => {
      const server = createServer();
      await new Promise<void>((resolve) => server.listen(0, host, resolve));
      const { port } = server.address() as AddressInfo;
      const address = host.includes(':') ? '::1' : '127.0.0.1';
      assert.equal(listenerOwner({ address, port }, process.getuid?.() ?? null), 'ours');
      await new Promise((resolve) => server.close(resolve));
      assert.equal(listenerOwner({ address, port }, process.getuid?.() ?? null), 'nobody');
    });
  }
});
