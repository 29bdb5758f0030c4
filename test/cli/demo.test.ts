import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { needs } from '../support/process/needs.ts';
import { ROOT, Sandbox } from '../support/sandbox.ts';

const DEMO = join(ROOT, 'dist', 'demo', 'demo.js');

/** A PATH with sh, env and node alone: no keychain can be started from it. */
function barePath(sandbox: Sandbox): string {
  const folder = join(sandbox.home, 'bare');
  mkdirSync(folder);
  for (const program of ['sh', 'env']) {
    symlinkSync(`/usr/bin/${program}`, join(folder, program));
  }
  symlinkSync(process.execPath, join(folder, 'node'));
  return folder;
}

/** Processes whose command line or environment names the folder. */
function livingIn(folder: string): readonly string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        const words =
          readFileSync(`/proc/${pid}/cmdline`, 'utf8') + readFileSync(`/proc/${pid}/environ`, 'utf8');
        return words.includes(`${folder}/awscred-demo-`);
      } catch {
        return false;
      }
    });
}

describe('npm run demo', { skip: needs('/proc/self/stat') }, () => {
  for (const keychain of ['a keychain of its own', 'a throw-away encrypted store'] as const) {
    const skip =
      keychain === 'a keychain of its own' ? needs('dbus-run-session', 'gnome-keyring-daemon') : false;
    it(`with ${keychain}: does the main job, and leaves nothing behind`, { skip }, async () => {
      const sandbox = new Sandbox();
      const temporary = join(sandbox.home, 'tmp');
      mkdirSync(temporary);
      const path = keychain === 'a throw-away encrypted store' ? barePath(sandbox) : process.env['PATH'];
      const before = readdirSync(sandbox.home).toSorted();
      const result = await sandbox.program([process.execPath, DEMO], {
        env: { TMPDIR: temporary, PATH: path, AWSCRED_STORE: undefined, AWSCRED_PASSPHRASE_FILE: undefined },
      });
      assert.equal(result.status, 0, result.stderr);
      assert.match(result.stdout, new RegExp(keychain));
      assert.match(result.stdout, /arn:aws:sts::444455556666:assumed-role\/ReadOnly\/awscred-jane/);
      assert.match(result.stdout, /AWS_ACCESS_KEY_ID=ASIA…;/);
      assert.match(result.stdout, /Again, from the store: 0 calls/);
      assert.match(result.stdout, /1 sign-in, 1 GetRoleCredentials, 2 AssumeRole\./);
      assert.doesNotMatch(result.stdout, /AWS_(?:SECRET_ACCESS_KEY|SESSION_TOKEN)=[^…]/);
      assert.deepEqual(readdirSync(temporary), []);
      assert.deepEqual(readdirSync(sandbox.home).toSorted(), before);
      assert.deepEqual(livingIn(dirname(join(temporary, 'x'))), []);
    });
  }
});
