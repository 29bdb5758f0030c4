import assert from 'node:assert/strict';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { chownSync, existsSync } from 'node:fs';
import { after, suite, test } from 'node:test';
import { sessionBus } from '../../../src/adapters/keychain/bus.ts';
import { AwscredError } from '../../../src/errors.ts';
import { drive } from '../../support/store/drive.ts';
import { environmentOf } from '../../support/store/store-world.ts';
import { tempFolder } from '../../support/files/temp-folder.ts';

function found(variables: Record<string, string>): string | null {
  const bus = sessionBus(environmentOf(variables));
  return bus instanceof AwscredError ? bus.code : bus.address;
}

suite('the session bus', () => {
  test('is where DBUS_SESSION_BUS_ADDRESS says, if each address is a socket', () => {
    for (const address of [
      'unix:path=/run/user/1000/bus',
      'unix:abstract=/tmp/x,guid=1',
      'unix:path=/a;unix:path=/b',
    ]) {
      assert.equal(found({ DBUS_SESSION_BUS_ADDRESS: address }), address);
    }
    for (const address of [
      'unixexec:path=/bin/touch,argv1=/tmp/ran',
      'tcp:host=203.0.113.1,port=1',
      'nonce-tcp:host=h',
      'autolaunch:',
      'launchd:env=X',
      'unix:path=/a;unixexec:path=/b',
      'unix:path=/a;',
      'unix:',
    ]) {
      assert.equal(found({ DBUS_SESSION_BUS_ADDRESS: address }), 'NO_BUS', address);
    }
  });

  test('is else the socket in the runtime folder, and nothing is started without one', async () => {
    const runtime = tempFolder();
    assert.equal(found({ XDG_RUNTIME_DIR: runtime }), 'NO_BUS');
    assert.equal(found({ XDG_RUNTIME_DIR: 'relative' }), 'NO_BUS');
    assert.equal(found({ DBUS_SESSION_BUS_ADDRESS: '' }), 'NO_BUS');
    const server = createServer();
    after(() => server.close());
    await new Promise<void>((resolve) => {
      server.listen(join(runtime, 'bus'), resolve);
    });
    assert.equal(found({ XDG_RUNTIME_DIR: runtime }), `unix:path=${runtime}/bus`);
  });

  const asRoot = process.geteuid?.() === 0 ? false : 'giving a socket to another user takes root';
  test("is not another user's socket, however its path is written", { skip: asRoot }, async () => {
    const folder = tempFolder();
    const server = createServer();
    after(() => server.close());
    await new Promise<void>((resolve) => {
      server.listen(join(folder, 'bus é'), resolve);
    });
    const addresses = [
      `unix:path=${folder}/bus%20%c3%a9,guid=1`,
      `unix:path=${folder}/bus é`,
      `unix:path=/nowhere;unix:guid=1,path=${folder}/bus%20%C3%A9`,
    ];
    assert.equal(found({ DBUS_SESSION_BUS_ADDRESS: addresses[0] ?? '' }), addresses[0]);
    chownSync(join(folder, 'bus é'), 65_534, 65_534);
    for (const address of addresses) {
      assert.equal(found({ DBUS_SESSION_BUS_ADDRESS: address }), 'NO_BUS', address);
    }
  });

  test('is not looked for on macOS and Windows', () => {
    for (const platform of ['darwin', 'win32'] as const) {
      assert.deepEqual(sessionBus({ ...environmentOf({}), platform }), { address: null });
    }
  });

  test('a program named in its address is not run', async () => {
    const home = tempFolder();
    const ran = join(home, 'ran');
    const variables = { HOME: home, DBUS_SESSION_BUS_ADDRESS: `unixexec:path=/usr/bin/touch,argv1=${ran}` };
    const report = await drive(variables, [{ do: 'prepare' }], { options: { store: 'keychain' } });
    assert.equal(report.results[0]?.code, 'NO_BUS');
    assert.equal(existsSync(ran), false);
  });

  test('none: exit 5 with the reason and two ways out; nothing is asked of a keychain', async () => {
    const report = await drive({ HOME: tempFolder() }, [{ do: 'get', key: 'a' }, { do: 'prepare' }]);
    const [read, refused] = report.results;
    assert.equal(read?.value, null);
    assert.equal(refused?.code, 'NO_BUS');
    assert.match(refused?.message ?? '', /this session has no D-Bus session bus/);
    assert.ok((refused?.ms ?? 0) < 1000);
  });
});
