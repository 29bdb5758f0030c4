import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nextDelay, type RetryState } from '../../../../src/adapters/aws/transport/retry-policy.ts';
import { HttpFailure } from '../../../../src/ports/http-failure.ts';

const state: RetryState = { repeat: 'safe', tries: 1, elapsed: 0, remaining: 45_000, chance: 0 };

test('delays double, are jittered between half and all, and stay under 8 s', () => {
  const failure = new HttpFailure('server', '503', { sent: true });
  const delays = (chance: number) =>
    [1, 2, 3, 4, 5, 6, 7, 8].map((tries) => nextDelay(failure, { ...state, tries, chance }));
  assert.deepEqual(delays(0), [250, 500, 1000, 2000, 4000, 4000, 4000, null]);
  assert.deepEqual(delays(0.999), [500, 1000, 1999, 3998, 7996, 7996, 7996, null]);
});

test('no delay beyond what is left', () => {
  const failure = new HttpFailure('reset', 'connection reset');
  assert.equal(nextDelay(failure, { ...state, remaining: 251 }), 250);
  assert.equal(nextDelay(failure, { ...state, remaining: 250 }), null);
  assert.equal(nextDelay(failure, { ...state, remaining: -1 }), null);
});

test('a name: an unknown one is final, a silent name server is asked again while 5 s allow it', () => {
  const unknown = new HttpFailure('name', 'x', {
    cause: Object.assign(new Error('x'), { code: 'ENOTFOUND' }),
  });
  const silent = new HttpFailure('name', 'x', {
    cause: Object.assign(new Error('x'), { code: 'EAI_AGAIN' }),
  });
  assert.equal(nextDelay(unknown, state), null);
  assert.equal(nextDelay(silent, { ...state, elapsed: 2_400 }), 250);
  assert.equal(nextDelay(silent, { ...state, elapsed: 2_600 }), null);
});

test('who may repeat what', () => {
  const before = new HttpFailure('connect', 'connection refused');
  const after = new HttpFailure('reset', 'connection reset', { sent: true });
  const allowed = (repeat: RetryState['repeat'], failure: HttpFailure) =>
    nextDelay(failure, { ...state, repeat }) !== null;
  assert.deepEqual([allowed('safe', before), allowed('safe', after)], [true, true]);
  assert.deepEqual([allowed('unless-sent', before), allowed('unless-sent', after)], [true, false]);
  assert.deepEqual([allowed('never', before), allowed('never', after)], [false, false]);
});
