import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { nextPoll, startPolling } from '../../../src/protocols/sso/device-authorization.ts';

const NOW = 1_000_000;
const PENDING = 'AuthorizationPendingException';
const SLOW = 'SlowDownException';

describe('polling a device code', () => {
  for (const [name, interval, expiresIn, seconds, life] of [
    ['as the server says', 3, 600, 3, 600],
    ['never faster than 1 s', 0, 600, 1, 600],
    ['never faster, whatever is said', -5, 600, 1, 600],
    ['with the usual interval for nonsense', Number.NaN, 600, 5, 600],
    ['for 15 minutes at most', 1, 86_400, 1, 900],
    ['for 15 minutes where no life is named', 1, Number.NaN, 1, 900],
    ['not at all for a code that is dead already', 1, -1, 1, 0],
  ] as const) {
    it(name, () => {
      const polling = startPolling({ interval, expiresIn }, NOW);
      assert.deepEqual(polling, { interval: seconds, deadline: NOW + life * 1000, lost: 0 });
    });
  }

  it('waits the interval while it is pending', () => {
    const polling = startPolling({ interval: 2, expiresIn: 600 }, NOW);
    assert.deepEqual(nextPoll(polling, PENDING, NOW), { action: 'wait', waitMs: 2000, polling });
  });

  it('slows down by 5 s for good', () => {
    let polling = startPolling({ interval: 1, expiresIn: 600 }, NOW);
    const waits = ([SLOW, PENDING, SLOW, PENDING] as const).map((answer) => {
      const next = nextPoll(polling, answer, NOW);
      assert.equal(next.action, 'wait');
      polling = next.polling;
      return next.waitMs;
    });
    assert.deepEqual(waits, [6000, 6000, 11_000, 11_000]);
  });

  it('ends when the code is dead, whoever says so', () => {
    const polling = startPolling({ interval: 2, expiresIn: 600 }, NOW);
    assert.equal(nextPoll(polling, 'ExpiredTokenException', NOW).action, 'expired');
    assert.equal(nextPoll(polling, PENDING, NOW + 598_000).action, 'wait');
    assert.equal(nextPoll(polling, PENDING, NOW + 598_001).action, 'expired');
  });

  it('fails for a refusal', () => {
    assert.equal(nextPoll(startPolling({ interval: 2, expiresIn: 600 }, NOW), 'other', NOW).action, 'fail');
  });

  it('bears lost polls, but not five in a row', () => {
    let polling = startPolling({ interval: 1, expiresIn: 600 }, NOW);
    const answers = [
      'lost',
      'lost',
      'lost',
      'lost',
      PENDING,
      'lost',
      'lost',
      'lost',
      'lost',
      'lost',
    ] as const;
    const actions = answers.map((answer) => {
      const next = nextPoll(polling, answer, NOW);
      polling = next.action === 'wait' ? next.polling : polling;
      return next.action;
    });
    assert.deepEqual(actions, [...Array.from({ length: 9 }, () => 'wait'), 'fail']);
  });
});
