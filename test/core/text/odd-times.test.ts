import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fromStored } from '../../../src/core/cached-credentials.ts';
import { Secret } from '../../../src/core/secret.ts';
import { localMidnight, showClock, showDuration, timeOrNull, toIso } from '../../../src/core/text/time.ts';

const ODD = [NaN, Infinity, -Infinity, 1e300, -1e300, 8.64e15 + 1, 253_402_300_800_000, -1];

test('no number makes a text of a time throw or say NaN', () => {
  for (const ms of ODD) {
    const texts = [toIso(ms), showClock(ms, 0), showClock(0, ms), showDuration(ms)];
    for (const text of texts) {
      assert.doesNotMatch(text, /NaN|Infinity|undefined/, `${ms}: ${text}`);
    }
    assert.match(toIso(ms), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    assert.ok(Number.isFinite(localMidnight(ms)));
  }
});

test('what no clock can say is no time', () => {
  for (const value of [...ODD, '5', null, undefined, {}]) {
    assert.equal(timeOrNull(value), null);
  }
  assert.equal(timeOrNull(0), 0);
  assert.equal(timeOrNull(1_767_323_045_000), 1_767_323_045_000);
});

test('stored credentials with such a time are as if there were none', () => {
  const fields = { accessKeyId: 'ASIA', secretAccessKey: 's', sessionToken: 't', savedAt: 1 };
  for (const expiresAt of ['1e300', '-1', '"soon"', 'null']) {
    const text = JSON.stringify({ ...fields, expiresAt: 0 }).replace(
      '"expiresAt":0',
      `"expiresAt":${expiresAt}`,
    );
    assert.equal(fromStored(new Secret(text)), null, expiresAt);
  }
});
