import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { expandPath } from '../../../src/core/text/home-path.ts';
import { variablesLine } from '../../../src/core/hot/hot-variables.ts';
import { needs } from '../../support/process/needs.ts';
import { Sandbox } from '../../support/sandbox.ts';
import { environmentOf } from '../../support/variables.ts';

const KEYS = 'aws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = s\n';

function sandboxWith(): Sandbox {
  const sandbox = new Sandbox();
  sandbox.write('team/config', `[profile p]\n${KEYS}`);
  sandbox.write('team/credentials', `[q]\n${KEYS}`);
  return sandbox;
}

describe('paths in AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE', () => {
  it('are expanded', async () => {
    const sandbox = sandboxWith();
    const env = {
      TEAM: 'team',
      AWS_CONFIG_FILE: '$HOME/${TEAM}/config',
      AWS_SHARED_CREDENTIALS_FILE: '~/$TEAM/credentials',
    };
    for (const profile of ['p', 'q']) {
      const { status, stderr } = await sandbox.run(['process', profile], { env });
      assert.equal(status, 0, stderr);
    }
  });

  it('are expanded as Python does', { skip: needs('/usr/bin/python3') }, () => {
    const variables = { A: 'x', B_1: '$A', HOME: '/home/jane', AWS: '~' };
    const paths = [
      [
        '$A',
        '${A}',
        '$A$A',
        '$AB',
        '${A',
        '$',
        '$$A',
        '$B_1/$A',
        '${B_1}',
        '${no}/$no',
        '$A.b',
        '$é',
        '~',
        '~/c',
      ],
      ['~root/c', '~nobodyofthisname/c', 'a~', '~$A', '$AWS/c', '${}/c', '$HOME/c', '~/$A', '/~/c', '%A%'],
    ].flat();
    const script =
      'import os, json, sys; print(json.dumps([os.path.expanduser(os.path.expandvars(p)) for p in json.load(sys.stdin)]))';
    const expected = execFileSync('/usr/bin/python3', ['-c', script], {
      input: JSON.stringify(paths),
      env: { ...variables, PYTHONUTF8: '1' },
      encoding: 'utf8',
    });
    const world = environmentOf(variables);
    assert.deepEqual(
      paths.map((path) => expandPath(path, world)),
      JSON.parse(expected),
    );
  });

  it('that are to be expanded keep no hot record: its readers compare and expand nothing', () => {
    assert.equal(variablesLine(environmentOf({ AWS_CONFIG_FILE: '$TEAM/c' })), null);
    assert.equal(variablesLine(environmentOf({ AWS_SHARED_CREDENTIALS_FILE: '~root/c' })), null);
    assert.equal(variablesLine(environmentOf({ AWS_CONFIG_FILE: '$HOME/c' })), null);
    assert.equal(variablesLine(environmentOf({ AWS_CONFIG_FILE: '~/c' })), null);
    assert.notEqual(variablesLine(environmentOf({ AWS_CONFIG_FILE: '/home/jane/c' })), null);
  });

  it('that lead nowhere are named where a profile is not found, and by doctor', async () => {
    const sandbox = sandboxWith();
    const env = { AWS_CONFIG_FILE: '~/team/nosuch', AWS_SHARED_CREDENTIALS_FILE: '~/team/credentials' };
    const { status, stderr } = await sandbox.run(['process', 'p'], { env });
    assert.equal(status, 2);
    assert.match(stderr, /hint: AWS_CONFIG_FILE names ~\/team\/nosuch, which does not exist/);
    const role = sandbox.write('team/credentials', 'x');
    writeFileSync(role, '[q]\nrole_arn = arn:aws:iam::111122223333:role/R\nsource_profile = p\n');
    assert.match((await sandbox.run(['process', 'q'], { env })).stderr, /hint: AWS_CONFIG_FILE names/);
    const { stdout } = await sandbox.run(['doctor'], { env });
    assert.match(stdout, /warn +config-readable +AWS_CONFIG_FILE names \S+nosuch, which does not exist/);
  });

  it('of a file in UTF-16 are named for what it is', async () => {
    const sandbox = sandboxWith();
    const text = `[profile p]\r\n${KEYS}`;
    const bytes = Buffer.from(text, 'utf16le');
    const path = join(sandbox.home, '.aws', 'config');
    for (const content of [
      Buffer.concat([Buffer.from([0xff, 0xfe]), bytes]),
      Buffer.concat([Buffer.from([0xfe, 0xff]), Buffer.from(bytes).swap16()]),
      bytes,
    ]) {
      writeFileSync(path, content, { mode: 0o600 });
      const { status, stderr } = await sandbox.run(['process', 'p']);
      assert.equal(status, 2);
      assert.match(
        stderr,
        /~\/\.aws\/config is UTF-16: AWS's tools and awscred read UTF-8\nawscred: hint: save it as UTF-8/,
      );
    }
  });
});
