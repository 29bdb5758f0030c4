import assert from 'node:assert/strict';
import { chmodSync, chownSync, mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { needs } from '../../support/process/needs.ts';
import { AWSCRED, Sandbox, type RunResult } from '../../support/sandbox.ts';
import { tempFolder } from '../../support/files/temp-folder.ts';

const UID = 65_534;
const skip = needs('setpriv') || (process.geteuid?.() === 0 ? false : 'becoming another user takes root');

/** A runtime folder that is root's alone, beside things that are no folder. */
function oddPlaces(): readonly string[] {
  const top = tempFolder();
  chmodSync(top, 0o755);
  const closed = join(top, 'closed');
  mkdirSync(closed, { mode: 0o700 });
  symlinkSync('circle', join(top, 'circle'));
  return [
    closed,
    join(top, 'missing'),
    join(top, 'circle'),
    '/etc/passwd',
    'relative',
    '/',
    `${closed}/deeper`,
  ];
}

function home(): Sandbox {
  const sandbox = new Sandbox();
  sandbox.write('.aws/config', '[profile jane]\nregion = eu-west-1\n');
  sandbox.write(
    '.aws/credentials',
    '[jane]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY00\n',
  );
  for (const path of ['', '.aws', '.aws/config', '.aws/credentials', 'passphrase']) {
    chownSync(join(sandbox.home, path), UID, UID);
  }
  return sandbox;
}

async function asOther(
  sandbox: Sandbox,
  args: readonly string[],
  env: Record<string, string>,
): Promise<RunResult> {
  const other = ['setpriv', `--reuid=${UID}`, `--regid=${UID}`, '--clear-groups'];
  return await sandbox.program([...other, process.execPath, AWSCRED, ...args], {
    env: { AWSCRED_STORE: undefined, AWSCRED_PASSPHRASE_FILE: undefined, ...env },
  });
}

describe('a runtime folder that cannot be used, as after su', { skip }, () => {
  for (const words of ['process jane', 'store status', 'list', 'cache list', 'cache prune']) {
    const args = words.split(' ');
    it(`${words} does as without one`, async () => {
      const sandbox = home();
      const without = await asOther(sandbox, args, {});
      assert.doesNotMatch(without.stderr, /unexpected|EACCES/);
      for (const place of oddPlaces()) {
        const found = await asOther(sandbox, args, { XDG_RUNTIME_DIR: place });
        assert.deepEqual(
          [found.status, found.stdout, found.stderr],
          [without.status, without.stdout, without.stderr],
          place,
        );
      }
    });
  }

  it('doctor says so too, and a bus named in a closed folder is none', async () => {
    const sandbox = home();
    const [closed = ''] = oddPlaces();
    const env = { XDG_RUNTIME_DIR: closed, DBUS_SESSION_BUS_ADDRESS: `unix:path=${closed}/bus` };
    for (const args of [['doctor'], ['store', 'status'], ['process', 'jane']]) {
      const found = await asOther(sandbox, args, env);
      assert.doesNotMatch(found.stdout + found.stderr, /unexpected/i);
      assert.equal(found.status, args[0] === 'doctor' ? 1 : 0, found.stderr);
    }
  });
});
