import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { signInWay, type SignInOptions, type SignInWay } from '../../../src/protocols/sso/sign-in-way.ts';

type Here = 'terminal+browser' | 'terminal' | 'browser' | 'neither';

const PLACES: readonly Here[] = ['terminal+browser', 'terminal', 'browser', 'neither'];

const TABLE: readonly (readonly [SignInOptions['asking'], string, ...SignInWay[]])[] = [
  // asking, options, then the way in each of PLACES
  ['login', '', 'browser', 'device-code', 'browser', 'device-code'],
  ['login', 'n', 'shown-address', 'device-code', 'shown-address', 'device-code'],
  ['login', 'd', 'device-code', 'device-code', 'device-code', 'device-code'],
  ['login', 'dn', 'device-code', 'device-code', 'device-code', 'device-code'],
  ['command', '', 'browser', 'device-code', null, null],
  ['command', 'n', 'shown-address', 'device-code', null, null],
  ['command', 'd', 'device-code', 'device-code', null, null],
  ['ask', '', 'device-code', 'device-code', null, null],
  ['browser', '', 'browser', 'device-code', 'browser', null],
  ['browser', 'n', 'shown-address', 'device-code', null, null],
  ['browser', 'd', 'device-code', 'device-code', null, null],
  ['never', '', null, null, null, null],
];

describe('the way of a sign-in', () => {
  for (const [asking, options, ...ways] of TABLE) {
    it(`for ${asking}${options === '' ? '' : ` with ${options}`}`, () => {
      const signIn = { asking, noBrowser: options.includes('n'), deviceCode: options.includes('d') };
      const found = PLACES.map((place) =>
        signInWay(signIn, { terminal: place.includes('terminal'), browser: place.includes('browser') }),
      );
      assert.deepEqual(found, ways);
    });
  }
});
