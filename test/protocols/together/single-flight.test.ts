import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { AwscredError } from '../../../src/errors.ts';
import type { Answered, Locks } from '../../../src/ports/store/lock.ts';
import { singleFlight } from '../../../src/protocols/together/single-flight.ts';
import { testPorts, type TestPorts } from '../../support/ports.ts';

const LOCK = { timeoutMs: 1000, purpose: 'process p' };
const CROWD = 20;

describe('those who waited in vain', () => {
  let ports: TestPorts;
  let tried: number;

  beforeEach(() => {
    ports = testPorts();
    tried = 0;
  });

  async function codes(locks: Locks, refuse?: () => Promise<void>): Promise<readonly string[]> {
    const flight = {
      name: 'identity',
      lock: LOCK,
      look: async () => Promise.resolve(null),
      obtain: async (): Promise<object> => {
        tried += 1;
        return Promise.reject(new AwscredError('NETWORK', 'down'));
      },
      ...(refuse === undefined ? {} : { refuse }),
    };
    const one = async (): Promise<string> => {
      const error: unknown = await singleFlight(flight, locks).catch((thrown: unknown) => thrown);
      return error instanceof AwscredError ? error.code : String(error);
    };
    return Promise.all(Array.from({ length: CROWD }, one));
  }

  it('try in their turn where they may obtain it', async () => {
    assert.deepEqual(new Set(await codes(ports.locks)), new Set(['NETWORK']));
    assert.equal(tried, CROWD);
  });

  it('end at once where they cannot, without queueing a second time', async () => {
    const all = await codes(ports.locks, async () => Promise.reject(new AwscredError('NEEDS_PERSON', 'no')));
    assert.deepEqual([all[0], ...new Set(all.slice(1))], ['NETWORK', 'NEEDS_PERSON']);
    assert.equal(tried, 1);
    assert.equal(ports.locked.length, CROWD);
  });

  it('take over a person’s refusal before their own', async () => {
    const holder = { pid: 1, purpose: null, terminal: null, asking: null, here: false };
    const before: Answered = { outcome: 'MFA_REFUSED', holder };
    const locks: Locks = {
      ...ports.locks,
      withLock: async (name, options, work) =>
        ports.locks.withLock(name, options, async (turn) => work(turn.waited ? { ...turn, before } : turn)),
    };
    const all = await codes(locks, async () => Promise.reject(new AwscredError('NEEDS_PERSON', 'no')));
    assert.deepEqual([all[0], ...new Set(all.slice(1))], ['NETWORK', 'MFA_REFUSED']);
    assert.equal(ports.locked.length, CROWD);
  });
});
