import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nodeRandom } from '../../../src/adapters/process/node-random.ts';
import { systemClock } from '../../../src/adapters/process/system-clock.ts';

test('sleeps, and rejects with the reason of the signal', async () => {
  const before = systemClock.now();
  await systemClock.sleep(5);
  assert.ok(systemClock.now() - before >= 4);
  const reason = new Error('given up');
  await assert.rejects(systemClock.sleep(60_000, AbortSignal.abort(reason)), (error) => error === reason);
  const controller = new AbortController();
  const sleeping = systemClock.sleep(60_000, controller.signal);
  controller.abort(reason);
  await assert.rejects(sleeping, (error) => error === reason);
});

test('chance comes in the number of bytes asked for, and differs', () => {
  assert.equal(nodeRandom.bytes(32).byteLength, 32);
  assert.notDeepEqual([...nodeRandom.bytes(16)], [...nodeRandom.bytes(16)]);
});
