import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { childFault, limitsOf } from '../../../src/adapters/keychain/patience.ts';
import { keychainFault } from '../../../src/adapters/keychain/faults.ts';
import { exitStatus } from '../../../src/errors.ts';

// The words as the library says them (seen).
const SEEN = [
  [
    'NO_BUS',
    'Platform failure: DBus error: Using X11 for dbus-daemon autolaunch was disabled at compile time, set your DBUS_SESSION_BUS_ADDRESS instead',
  ],
  ['NO_BUS', 'DBus error: Failed to connect to socket /run/user/0/bus: No such file or directory'],
  ['NO_SERVICE', 'DBus error: The name org.freedesktop.secrets was not provided by any .service files'],
  ['NO_SERVICE', 'zbus error: org.freedesktop.DBus.Error.ServiceUnknown: x'],
  ['NO_COLLECTION', "Couldn't access platform storage: Secret Service: no result found"],
  ['LOCKED', "Couldn't access platform storage: Secret Service: unlock prompt was dismissed"],
  ['LOCKED', 'zbus error: org.freedesktop.Secret.Error.IsLocked: x'],
  ['KEYCHAIN_HUNG', 'DBus error: Did not receive a reply. Possible causes include: x'],
  ['LOCKED', 'User interaction is not allowed. (-25308)'],
  ['FDS', 'DBus error: Failed to open socket: Too many open files'],
  ['FDS', 'spawn /usr/bin/node EMFILE'],
  ['NATIVE', 'Cannot find native binding. npm has a bug related to optional dependencies'],
  ['KEYCHAIN_FAILED', "Value of 'secret' is longer than the platform limit of 2560 chars"],
  ['KEYCHAIN_FAILED', 'something new'],
] as const;

suite("the library's words", () => {
  for (const [code, words] of SEEN) {
    test(`${words.slice(0, 60)} is ${code}`, () => {
      const fault = keychainFault(words);
      assert.equal(fault.code, code);
      assert.equal(exitStatus(fault.code), 5);
      assert.match(fault.message, /^[a-z]/i);
      assert.doesNotMatch(fault.message, /[.\n]$/);
    });
  }

  test('are escaped where they are shown', () => {
    assert.equal(
      keychainFault('new \u001b[31m\nthing').message,
      'the keychain failed: new \\u{1b}[31m\\u{a}thing',
    );
  });
});

suite('a child that does not answer', () => {
  test('hung before the service answered, waits for a person after', () => {
    assert.equal(childFault({ stuck: 'opening' }, 'read', null).code, 'KEYCHAIN_HUNG');
    assert.equal(childFault({ stuck: 'working' }, 'search', null).code, 'KEYCHAIN_HUNG');
    assert.equal(childFault({ stuck: 'working' }, 'read', null).code, 'LOCKED');
    const waited = childFault({ stuck: 'working' }, 'read', 60_000);
    assert.equal(waited.code, 'LOCK_WAIT');
    assert.match(waited.message, /1m/);
  });

  test('has 5 s at most where nobody can be asked', () => {
    assert.ok(limitsOf('read', null).workMs < 5000);
    assert.equal(limitsOf('search', () => 1).onQuiet, undefined);
    assert.notEqual(limitsOf('write', () => 1).onQuiet, undefined);
  });
});
