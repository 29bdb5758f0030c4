import assert from 'node:assert/strict';
import { userInfo } from 'node:os';
import { describe, it } from 'node:test';
import { readEnvironment } from '../../../src/adapters/process/node-environment.ts';

describe('environment', () => {
  const rows: readonly [string | undefined, string][] = [
    ['/home/x', '/home/x'],
    ['/home/x//', '/home/x'],
    ['/', '/'],
    ['', userInfo().homedir],
    ['.', userInfo().homedir],
    ['home/x', userInfo().homedir],
    [undefined, userInfo().homedir],
  ];
  for (const [home, expected] of rows) {
    it(`HOME ${JSON.stringify(home) ?? 'unset'}`, () =>
      assert.equal(readEnvironment({ HOME: home }).home, expected));
  }
  it('counts an empty variable as unset, and knows no inherited names', () => {
    const environment = readEnvironment({ A: '', B: 'b' });
    assert.deepEqual(
      [environment.get('A'), environment.get('B'), environment.get('constructor')],
      [null, 'b', null],
    );
  });
  it('knows the user from USER, LOGNAME or the passwd entry', () => {
    assert.equal(readEnvironment({ USER: 'jane', LOGNAME: 'june' }).user, 'jane');
    assert.equal(readEnvironment({ LOGNAME: 'june' }).user, 'june');
    assert.equal(readEnvironment({ USER: '' }).user, userInfo().username);
  });
  it('is read once', () => {
    const variables: NodeJS.ProcessEnv = { A: 'a' };
    const environment = readEnvironment(variables);
    variables['A'] = 'changed';
    assert.equal(environment.get('A'), 'a');
  });
});
