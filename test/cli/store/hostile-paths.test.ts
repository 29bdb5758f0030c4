import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { Sandbox } from '../../support/sandbox.ts';

/** An escape sequence, a C1 one, a bidi mark, a line feed that would begin a line of our own. */
const EVIL = 'e\u001b[31m\u009b31m\u202e\nawscred: v';
const COMMANDS: readonly (readonly string[])[] = [
  ['doctor'],
  ['doctor', '--debug'],
  ['doctor', '--json'],
  ['list'],
  ['list', '-v'],
  ['config', 'show'],
  ['config', 'show', '--json'],
  ['explain', 'p'],
  ['process', 'nosuch'],
  ['process', 'p', '--debug'],
  ['settings', 'get'],
  ['settings', 'set', 'store', 'file'],
  ['store', 'status'],
  ['cache', 'list'],
  ['cache', 'prune'],
  ['install-launcher', '--status'],
];

describe('what a terminal would obey in a path', () => {
  it('is escaped on stdout and stderr of every command', async () => {
    const sandbox = new Sandbox();
    const home = join(sandbox.home, EVIL);
    mkdirSync(join(home, '.aws'), { recursive: true });
    const config = '[profile p]\nregion = x\nbroken\n[profile q]\naws_access_key_id = A\n[a]\n';
    writeFileSync(join(home, '.aws', 'config'), config);
    // Others may write it: `doctor` names the folder itself.
    mkdirSync(join(home, 'own'), { mode: 0o777 });
    mkdirSync(join(home, 'cfg'), { mode: 0o700 });
    writeFileSync(join(home, 'cfg', 'config.ini'), 'nosuch = 1\n', { mode: 0o600 });
    for (const own of [undefined, join(home, 'own'), join(home, 'cfg'), `relative${EVIL}`]) {
      const env = { HOME: home, AWSCRED_HOME: own, AWS_CA_BUNDLE: `/none/${EVIL}` };
      await Promise.all(
        COMMANDS.map(async (args) => {
          const { stdout, stderr } = await sandbox.run(args, { env });
          const all = stdout + stderr;
          assert.doesNotMatch(
            all,
            /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202e]/,
            `${args.join(' ')}: ${all}`,
          );
          assert.doesNotMatch(all, /^awscred: v/m, args.join(' '));
        }),
      );
    }
  });
});
