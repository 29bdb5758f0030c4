import assert from 'node:assert/strict';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { Sandbox } from '../../support/sandbox.ts';

const KEYS = 'aws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = abc\n';

describe('the current folder means nothing', () => {
  let sandbox: Sandbox;
  let folder: string;

  before(() => {
    sandbox = new Sandbox();
    sandbox.write('.aws/config', `[profile p]\nregion = eu-west-1\n${KEYS}`);
    folder = join(sandbox.home, 'hostile');
    mkdirSync(join(folder, 'node_modules', 'commander'), { recursive: true });
    mkdirSync(join(folder, '.aws'));
    mkdirSync(join(folder, '@napi-rs'));
    const canary = `require('fs').writeFileSync(${JSON.stringify(join(folder, 'CANARY'))}, 'ran')`;
    const files: Record<string, string> = {
      'node_modules/commander/index.js': canary,
      '.npmrc': 'node-options=--require ./evil.js\n',
      'evil.js': canary,
      'aws.ini': '[profile p]\nregion = evil\n',
      'config.ini': 'store = none\n',
      '.aws/config': '[profile p]\nregion = evil\n',
      'package.json': '{"type": "module", "main": "evil.js"}',
      '--json': '',
      '-o': '',
      p: '',
      'export AWS_ACCESS_KEY_ID': '',
    };
    for (const [name, text] of Object.entries(files)) {
      writeFileSync(join(folder, name), text);
    }
  });

  it('nothing in it is read or run', async () => {
    const elsewhere = await sandbox.run(['assume', 'p', '-o', 'posix']);
    const there = await sandbox.run(['assume', 'p', '-o', 'posix'], { cwd: folder });
    assert.equal(there.status, 0, there.stderr);
    assert.equal(there.stdout, elsewhere.stdout);
    assert.ok(!existsSync(join(folder, 'CANARY')));
  });

  for (const home of ['', 'relative', '.']) {
    it(`HOME=${JSON.stringify(home)} means the passwd entry, never this folder`, async () => {
      const result = await sandbox.run(['config', 'show', '--json'], {
        cwd: folder,
        env: { HOME: home, AWSCRED_STORE: 'none' },
      });
      assert.equal(result.status, 0, result.stderr);
      assert.ok(!result.stdout.includes('evil'));
    });
  }
});
