import assert from 'node:assert/strict';
import { chmodSync, realpathSync } from 'node:fs';
import { describe, it } from 'node:test';
import { writeLauncher } from '../../support/hot/hot-launcher.ts';
import { needs } from '../../support/process/needs.ts';
import { Sandbox } from '../../support/sandbox.ts';

const CREDENTIALS = '[a]\naws_access_key_id = AKIAAAAAAAAAAAAAAAAA\naws_secret_access_key = secret\n';

describe('awscred init', { skip: needs('bash') }, () => {
  it('names a launcher of this installation for assume, and no other file in its place', async () => {
    const box = new Sandbox();
    box.write('.aws/credentials', CREDENTIALS);
    const path = writeLauncher(box, '.local/bin/awscred-launcher', { node: realpathSync(process.execPath) });
    chmodSync(path, 0o755);
    const script = (await box.run(['init', 'bash'])).stdout;
    assert.ok(script.includes(`text=$('${path}' "$@")`), script);
    const { stdout } = await box.program([
      'bash',
      '-c',
      `${script}\nawscred -q assume a && echo "$AWSCRED_PROFILE"`,
    ]);
    assert.equal(stdout, 'a\n');

    chmodSync(path, 0o777);
    assert.ok(!(await box.run(['init', 'bash'])).stdout.includes(path));
    writeLauncher(box, '.local/bin/awscred-launcher', {
      node: realpathSync(process.execPath),
      program: '/opt/other.cjs',
    });
    assert.ok(!(await box.run(['init', 'bash'])).stdout.includes(path));
    box.write('.local/bin/awscred-launcher', '#!/bin/sh\n');
    assert.ok(!(await box.run(['init', 'bash'])).stdout.includes(path));
  });

  it('is the same from the quick start and from the full program', async () => {
    const box = new Sandbox();
    for (const shell of ['bash', 'zsh', 'fish', 'powershell', 'tcsh', 'elvish', 'nushell', 'xonsh']) {
      const quick = (await box.run(['init', shell, '--cmd', 'go'])).stdout;
      const full = await box.run(['init', shell, '--cmd=go']);
      assert.equal(full.stdout, quick, full.stderr);
    }
    assert.equal((await box.run(['init', 'nu'])).stdout, (await box.run(['init', 'nushell'])).stdout);
    assert.equal((await box.run(['init', 'pwsh'])).stdout, (await box.run(['init', 'powershell'])).stdout);
  });

  it('takes its settings from config.ini, however they are written there', async () => {
    const box = new Sandbox();
    for (const [text, shown] of [
      ['prompt_variable = none\n', ':-none}'],
      ['; prompt_variable = none\n', ':-AWS_VAULT}'],
      ['prompt_variable = "none"\n', ':-none}'],
      ['[profile x]\nconfirm = true\n', ':-AWS_VAULT}'],
      ['prompt_warning=off\r\n', ':-off}'],
    ] as const) {
      box.write('.config/awscred/config.ini', text);
      const { stdout, stderr } = await box.run(['init', 'bash']);
      assert.ok(stdout.includes(shown), `${text}${stderr}`);
    }
    box.write('.config/awscred/config.ini', 'prompt_variable = sometimes\n');
    const { status, stdout, stderr } = await box.run(['init', 'bash']);
    assert.deepEqual([status, stdout], [2, '']);
    assert.match(stderr, /prompt_variable/);
  });

  it('refuses what it does not know', async () => {
    const box = new Sandbox();
    for (const [args, message] of [
      [['init'], /init needs the name of a shell/],
      [
        ['init', 'zhs'],
        /no shell "zhs"[\s\S]*did you mean zsh[\s\S]*bash zsh fish powershell tcsh elvish nushell xonsh/,
      ],
      [['init', 'bash', '--cmd', 'a b'], /cannot name a command/],
      [['init', 'bash', '--cmd', 'eval'], /cannot name a command/],
      [['init', 'bash', '--cmd'], /--cmd/],
      [['init', 'bash', 'zsh'], /too many arguments/],
    ] as const) {
      const { status, stdout, stderr } = await box.run(args);
      assert.deepEqual([status, stdout], [2, ''], args.join(' '));
      assert.match(stderr, message);
    }
  });
});
