import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { parseSession, terminalIdentity } from '../../../src/adapters/terminal/identity.ts';

/** A line of `/proc/PID/stat`: pid, name, state, parent, group, session, terminal, …, start as its 22nd field. */
const stat = (name: string, session: number, device: number, start: string): string =>
  `812 (${name}) S 1 812 ${session} ${device} 812 4194304 ${'0 '.repeat(12)}${start} 0 0`;

describe('the identity of a terminal', () => {
  it('is read from behind a name that may hold anything', () => {
    for (const name of ['node', 'a b', ') S 1 2 3 4 (', 'x)\n1 (y']) {
      assert.deepEqual(parseSession(stat(name, 700, 34_817, '998877')), {
        session: 700,
        device: 34_817,
        start: '998877',
      });
    }
  });

  it('is none without a terminal, and none of what is garbled', () => {
    for (const text of [stat('node', 700, 0, '1'), stat('node', 0, 34_817, '1'), stat('x', 1, 1, 'x'), '']) {
      assert.equal(parseSession(text), null);
    }
  });

  it('is none where the system does not tell', () => {
    assert.equal(terminalIdentity('darwin'), null);
    assert.equal(terminalIdentity('win32'), null);
  });
});
