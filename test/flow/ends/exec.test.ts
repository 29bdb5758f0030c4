import assert from 'node:assert/strict';
import { test } from 'node:test';
import { NO_GUARDS } from '../../../src/core/settings/guards.ts';
import { exec } from '../../../src/flow/ends/exec.ts';
import { configOf, PLAIN_REQUEST, SETTINGS } from '../../support/plan.ts';
import { testPorts } from '../../support/ports.ts';

const CONFIG =
  '[profile keys]\nregion = eu-west-1\naws_access_key_id = AKIAUSER\naws_secret_access_key = example\n';

test('a program is started through the port, with the variables to set and to remove; its status is ours', async () => {
  const started: { command: readonly string[]; variables: ReadonlyMap<string, string | null> }[] = [];
  const ports = {
    ...testPorts(),
    children: {
      start: async (command: readonly string[], variables: ReadonlyMap<string, string | null>) => {
        started.push({ command, variables });
        return Promise.resolve(42);
      },
    },
  };
  const run = {
    ports,
    settings: SETTINGS,
    request: PLAIN_REQUEST,
    config: () => configOf({ config: CONFIG }),
    guards: () => NO_GUARDS,
    accountName: () => null,
  };
  const command = ['terraform', 'plan'];
  const live = async (): Promise<never> => Promise.reject(new Error('this child is not live'));
  assert.equal(await exec(run, { profile: 'keys', command, isLive: false, live }), 42);
  const [child] = started;
  assert.deepEqual(child?.command, command);
  assert.equal(child?.variables.get('AWS_ACCESS_KEY_ID'), 'AKIAUSER');
  assert.equal(child?.variables.get('AWS_SESSION_TOKEN'), null);
  assert.equal(child?.variables.get('AWS_REGION'), 'eu-west-1');
});
