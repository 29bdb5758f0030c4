import assert from 'node:assert/strict';
import { chmodSync, chownSync, mkdirSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { after, suite, test } from 'node:test';
import { sessionBus } from '../../../src/adapters/keychain/bus.ts';
import { AwscredError } from '../../../src/errors.ts';
import { environmentOf } from '../../support/store/store-world.ts';
import { tempFolder } from '../../support/files/temp-folder.ts';

const OTHER = 65_534;
const asRoot = process.geteuid?.() === 0 ? false : 'giving folders to another user takes root';

async function socketIn(folder: string): Promise<string> {
  const server = createServer();
  after(() => server.close());
  const path = join(folder, 'bus');
  await new Promise<void>((resolve) => {
    server.listen(path, resolve);
  });
  // As dbus-daemon makes it: whoever may write it may connect.
  chmodSync(path, 0o666);
  return path;
}

/** Null where the bus is used, else why not. */
function faultOf(variables: Record<string, string>): string | null {
  const bus = sessionBus(environmentOf(variables));
  return bus instanceof AwscredError ? `${bus.code} ${bus.message}` : null;
}

function folderIn(parent: string, mode: number, uid = process.geteuid?.() ?? 0): string {
  const folder = join(parent, `folder-${mode.toString(8)}-${uid}`);
  mkdirSync(folder);
  chmodSync(folder, mode);
  chownSync(folder, uid, uid);
  return folder;
}

suite('a bus in which another user has a hand is none of ours', () => {
  test('an abstract name that says nothing of who must answer', () => {
    for (const address of [
      'unix:abstract=/tmp/dbus-x',
      'unix:abstract=/tmp/dbus-x,guid=',
      'unix:path=/gone/bus;unix:abstract=/tmp/dbus-x',
      'unix:abstract=/tmp/dbus%2Dx',
    ]) {
      assert.match(
        faultOf({ DBUS_SESSION_BUS_ADDRESS: address }) ?? '',
        /^NO_BUS .*without its guid/,
        address,
      );
    }
    assert.equal(faultOf({ DBUS_SESSION_BUS_ADDRESS: 'unix:guid=0af1,abstract=/tmp/dbus-x' }), null);
  });

  test('an address to listen on, or one that two readers may read differently', () => {
    for (const address of [
      'unix:dir=/tmp',
      'unix:tmpdir=/tmp',
      'unix:runtime=yes',
      'unix:guid=0af1',
      'unix:path=/a,abstract=b,guid=0af1',
      'unix:path=/a,path=/tmp/b',
      'unix:path=%2',
      'unix:path=%ff',
      'unix:path=relative/bus',
      'unix:path=',
      'unix:path=/a;unix:runtime=yes',
      'UNIX:path=/a',
    ]) {
      assert.match(faultOf({ DBUS_SESSION_BUS_ADDRESS: address }) ?? '', /^NO_BUS /, address);
    }
  });

  test('our own socket in a folder that others can write', async () => {
    const top = tempFolder();
    const open = await socketIn(folderIn(top, 0o777));
    const group = await socketIn(folderIn(top, 0o770));
    const sticky = await socketIn(folderIn(top, 0o1777));
    for (const path of [open, group]) {
      assert.match(faultOf({ DBUS_SESSION_BUS_ADDRESS: `unix:path=${path}` }) ?? '', /others can write/);
      assert.match(faultOf({ XDG_RUNTIME_DIR: join(path, '..') }) ?? '', /^NO_BUS /);
    }
    assert.equal(faultOf({ DBUS_SESSION_BUS_ADDRESS: `unix:path=${sticky}` }), null);
    assert.equal(faultOf({ XDG_RUNTIME_DIR: join(sticky, '..') }), null);
  });

  test('a socket not there yet, where anybody could make it', () => {
    const top = tempFolder();
    for (const rest of ['bus', 'deeper/bus']) {
      const address = `unix:path=${folderIn(tempFolder(), 0o1777)}/${rest}`;
      assert.match(faultOf({ DBUS_SESSION_BUS_ADDRESS: address }) ?? '', /anybody could make/);
    }
    assert.equal(faultOf({ DBUS_SESSION_BUS_ADDRESS: `unix:path=${top}/bus` }), null);
  });

  test("our own socket below another user's folder, by a link or escaped too", { skip: asRoot }, async () => {
    const top = tempFolder();
    const theirs = folderIn(top, 0o755, OTHER);
    const below = folderIn(theirs, 0o755);
    const path = await socketIn(below);
    symlinkSync(below, join(top, 'link'));
    const stickyOfTheirs = await socketIn(folderIn(top, 0o1777, OTHER));
    for (const each of [path, join(top, 'link/bus'), path.replaceAll('folder', 'f%6Flder'), stickyOfTheirs]) {
      assert.match(
        faultOf({ DBUS_SESSION_BUS_ADDRESS: `unix:path=${each}` }) ?? '',
        /belongs to another user/,
      );
    }
    assert.match(faultOf({ XDG_RUNTIME_DIR: below }) ?? '', /^NO_BUS /);
    assert.match(faultOf({ XDG_RUNTIME_DIR: join(top, 'link') }) ?? '', /^NO_BUS /);
  });
});
