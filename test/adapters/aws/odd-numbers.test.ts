import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HttpFailure } from '../../../src/ports/http-failure.ts';
import { ssoTokens } from '../../../src/adapters/aws/calls/create-token.ts';
import { deviceAuthorization, registration } from '../../../src/adapters/aws/calls/oidc-calls.ts';

const NOW = Date.parse('2026-01-02T03:04:05Z');
const DAY = 86_400;
const $metadata = {};

function outcome(read: () => number): number | 'refused' {
  try {
    return read();
  } catch (error) {
    assert.ok(error instanceof HttpFailure, String(error));
    return 'refused';
  }
}

test('a life that a server says is cut to what AWS could say', () => {
  const rows: readonly (readonly [unknown, number | 'refused'])[] = [
    [3600, 3600],
    [1e300, 90 * DAY],
    [Number.MAX_SAFE_INTEGER, 90 * DAY],
    [Infinity, 'refused'],
    [NaN, 'refused'],
    [0, 'refused'],
    [-1, 'refused'],
    ['3600', 'refused'],
    [null, 'refused'],
  ];
  for (const [said, expected] of rows) {
    const expiresIn = said as number;
    assert.equal(
      outcome(() => ssoTokens({ accessToken: 'a', expiresIn }).expiresIn),
      expected,
      String(said),
    );
  }
});

test('a registration ends within ten years', () => {
  const ends = (clientSecretExpiresAt: number): number | 'refused' =>
    outcome(
      () =>
        registration({ $metadata, clientId: 'c', clientSecret: 's', clientSecretExpiresAt }, NOW).expiresAt,
    );
  assert.equal(ends(NOW / 1000 + 90 * DAY), NOW + 90 * DAY * 1000);
  assert.equal(ends(1e300), NOW + 10 * 366 * DAY * 1000);
  assert.equal(ends(-5), 'refused');
});

test('polling is at least a second apart and at most a quarter of an hour', () => {
  const polled = (interval: unknown): number =>
    deviceAuthorization({
      $metadata,
      deviceCode: 'd',
      userCode: 'u',
      verificationUri: 'https://device.sso.eu-west-1.amazonaws.com/',
      expiresIn: 1e300,
      ...(interval === undefined ? {} : { interval: interval as number }),
    }).interval;
  assert.deepEqual([undefined, 0, -3, 1e300, NaN, 'x', 7].map(polled), [5, 1, 1, 900, 5, 5, 7]);
});
