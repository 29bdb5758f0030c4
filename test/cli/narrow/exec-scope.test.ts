import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { before, describe, it } from 'node:test';
import { AWS, CLIENTS, PYTHON } from '../../support/aws/aws-clients.ts';
import { awsCliEnvironment } from '../../support/aws/aws-cli.ts';
import { localAws, type LocalAws } from '../../support/aws/local-aws.ts';
import { needs } from '../../support/process/needs.ts';
import { AWSCRED, type RunResult } from '../../support/sandbox.ts';

const SHOW =
  'env; echo "== $AWS_CONFIG_FILE"; cat "$AWS_CONFIG_FILE"; echo ==; cat "$AWS_SHARED_CREDENTIALS_FILE"';

describe('exec --scope', () => {
  let aws: LocalAws;

  before(async () => {
    aws = await localAws();
    aws.sandbox.write(
      '.config/awscred/config.ini',
      '[scope logs]\nallow = logs:Get*\n[profile live]\nexec = live\n',
    );
  });

  const exec = async (args: readonly string[], env: Record<string, string> = {}): Promise<RunResult> =>
    aws.sandbox.program([process.execPath, AWSCRED, 'exec', 'jane', '--scope', 'logs', ...args], { env });

  it('gives nothing that names another way', async () => {
    const env = {
      DBUS_SESSION_BUS_ADDRESS: 'unix:path=/run/user/0/bus',
      AWSCRED_WAIT_TIMEOUT: '60',
      AWS_WEB_IDENTITY_TOKEN_FILE: '/tmp/token',
      AWS_ROLE_ARN: 'arn:aws:iam::111122223333:role/R',
      AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://127.0.0.1/x',
    };
    const { stdout, stderr, status } = await exec(
      ['--reason', 'ticket 4711', '--', '/bin/sh', '-c', SHOW],
      env,
    );
    assert.equal(status, 0, stderr);
    const [variables = '', config = '', credentials = ''] = stdout.split(/^==.*$/m);
    const names = new Map(variables.split('\n').map((line) => line.split('=', 2) as [string, string]));
    const own = [...names.keys()].filter((name) => name.startsWith('AWSCRED_')).sort();
    assert.deepEqual(own, ['AWSCRED_EXPIRES', 'AWSCRED_PROFILE', 'AWSCRED_REGION']);
    assert.equal(names.get('DBUS_SESSION_BUS_ADDRESS'), 'disabled:');
    assert.equal(names.get('AWS_PROFILE'), 'awscred-exec');
    assert.match(names.get('AWS_ACCESS_KEY_ID') ?? '', /^ASIA/);
    for (const name of [
      'AWS_WEB_IDENTITY_TOKEN_FILE',
      'AWS_ROLE_ARN',
      'AWS_CONTAINER_CREDENTIALS_FULL_URI',
    ]) {
      assert.equal(names.has(name), false, name);
    }
    assert.deepEqual(config.match(/^\[.*\]$/gm), ['[profile awscred-exec]']);
    assert.doesNotMatch(config, /secret|awscred\.cjs|process jane/);
    assert.equal(credentials.trim(), '');
    const path = /^== (\S+)$/m.exec(stdout)?.[1] ?? '';
    assert.match(path, /\/live\//);
    assert.equal(existsSync(path), false, 'gone with the child');
    assert.doesNotMatch(stdout, /4711|example\/jane/);
  });

  it('gives the same credentials by its one profile, without a secret in any argument', async () => {
    const line = `eval "$(sed -n 's/^credential_process = //p' "$AWS_CONFIG_FILE")"; echo "$AWS_SECRET_ACCESS_KEY"`;
    const { stdout } = await exec(['--', '/bin/sh', '-c', line]);
    const [json = '', secret = ''] = stdout.split('\n');
    const given = JSON.parse(json) as Record<string, unknown>;
    assert.equal(given['SecretAccessKey'], secret);
    assert.deepEqual(Object.keys(given), [
      'Version',
      'AccessKeyId',
      'SecretAccessKey',
      'SessionToken',
      'Expiration',
    ]);
  });

  it('keeps status, signals and stderr of the command', async () => {
    const done = await exec(['--', '/bin/sh', '-c', 'echo out; echo err >&2; exit 7']);
    assert.deepEqual([done.status, done.stdout, done.stderr], [7, 'out\n', 'err\n']);
    assert.equal((await exec(['--', '/bin/sh', '-c', 'kill -TERM $$'])).status, 143);
    assert.equal((await exec(['--', '/no/such/program'])).status, 127);
  });

  it('has a session keyring of its own', { skip: needs('/usr/bin/keyctl') }, async () => {
    const show = ['/usr/bin/keyctl', 'show', '@s'];
    const ours = await aws.sandbox.program(show);
    const theirs = await exec(['--', ...show]);
    const serial = (result: RunResult): string => /^\s*(\d+)/m.exec(result.stdout)?.[1] ?? '';
    assert.notEqual(serial(theirs), '');
    assert.notEqual(serial(theirs), serial(ours));
  });

  it('does not go with --live', async () => {
    const both = await exec(['--live', '--', 'true']);
    assert.deepEqual([both.status, both.stdout], [125, '']);
    assert.match(both.stderr, /--live and --scope do not go together/);
  });

  it('serves the AWS CLI, boto3 and the JS SDK, narrowed', { skip: needs(AWS, PYTHON) }, async () => {
    const env = awsCliEnvironment(aws.server.url, aws.sandbox.home);
    for (const [name, words] of Object.entries(CLIENTS)) {
      const who = await exec(['--', ...words], env);
      assert.match(who.stdout, /^"?arn:aws:iam::111122223333:user\/jane"?\n$/, `${name}: ${who.stderr}`);
    }
    const role = ['--role-arn', 'arn:aws:iam::444455556666:role/ReadOnly', '--role-session-name', 'xx'];
    const more = await exec(['--', AWS, 'sts', 'assume-role', ...role], env);
    assert.notEqual(more.status, 0);
    assert.match(more.stderr, /no session policy allows the sts:AssumeRole action/);
  });
});
