import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { AWS, CLIENTS, PYTHON } from '../../support/aws/aws-clients.ts';
import { awsCliEnvironment } from '../../support/aws/aws-cli.ts';
import { localAws, PRESS_ALLOW, type LocalAws } from '../../support/aws/local-aws.ts';
import { CC, movedClock } from '../../support/moved-clock.ts';
import { needs } from '../../support/process/needs.ts';
import { runOnTerminal } from '../../support/pty.ts';
import { AWSCRED, type RunOptions, type RunResult } from '../../support/sandbox.ts';
import { until } from '../../support/process/until.ts';

const READ_ONLY = 'arn:aws:sts::444455556666:assumed-role/ReadOnly/awscred-jane';
const POWER = /^arn:aws:sts::111122223333:assumed-role\/AWSReservedSSO_PowerUser_\w+\/jane$/;
const OTHER_KEYS = 'aws_access_key_id = AKIAOTHER\naws_secret_access_key = other/secret\n';
/** A profile's name of everything that a shell, an ini reader or Python's shlex could take for something else. */
const HOSTILE = "o'x $(touch x) `y` #z ;w *";

interface Live {
  readonly aws: LocalAws;
  readonly env: Record<string, string>;
  readonly exec: (args: readonly string[], options?: RunOptions) => Promise<RunResult>;
}

/** Signed in; `[default]` holds somebody else's keys in both of AWS's files. */
async function live(): Promise<Live> {
  const aws = await localAws();
  const { sandbox, server } = aws;
  const env = awsCliEnvironment(server.url, sandbox.home);
  const endpoint = `endpoint_url = ${server.url}\n`;
  sandbox.append(
    '.aws/config',
    `\n[default]\n${endpoint}${OTHER_KEYS}# aws_secret_access_key = in/a/comment
[profile tools]\n${endpoint}credential_process = ${process.execPath} ${AWSCRED} process prod-readonly
[profile "${HOSTILE}"]\n${endpoint}role_arn = arn:aws:iam::444455556666:role/ReadOnly\nsource_profile = hub\n`,
  );
  sandbox.append('.aws/credentials', `\n[default]\n${OTHER_KEYS}`);
  const signedIn = await sandbox.run(['login', 'acme'], { env: { BROWSER: PRESS_ALLOW } });
  assert.equal(signedIn.status, 0, signedIn.stderr);
  const exec: Live['exec'] = async (args, options = {}) =>
    sandbox.program([process.execPath, AWSCRED, 'exec', ...args], {
      ...options,
      env: { ...env, ...options.env },
    });
  return { aws, env, exec };
}

const AWSCRED_WORDS = [process.execPath, AWSCRED];
const SHELL = ['--', '/bin/sh', '-c'];

describe('exec --live', { skip: needs(AWS, PYTHON) }, () => {
  let aws: LocalAws;
  let env: Record<string, string>;
  let exec: Live['exec'];
  let folders = '';

  before(async () => {
    ({ aws, env, exec } = await live());
    folders = join(aws.sandbox.home, '.local/state/awscred/live');
  });

  const left = (): readonly string[] => (existsSync(folders) ? readdirSync(folders) : []);

  it('gives a private config file without secrets, which is gone with the child', async () => {
    const script =
      'stat -c "%a %n" "$AWS_CONFIG_FILE" "$(dirname "$AWS_CONFIG_FILE")"; cat "$AWS_CONFIG_FILE"';
    const { stdout, stderr, status } = await exec(['--live', 'prod-readonly', ...SHELL, script]);
    assert.deepEqual([status, stderr], [0, '']);
    const [file = '', folder = ''] = stdout.split('\n');
    assert.match(file, /^600 .*\/\.local\/state\/awscred\/live\/[^/]+\/config$/);
    assert.match(folder, /^700 /);
    assert.ok(stdout.includes('\n[profile awscred-exec]\n'));
    assert.doesNotMatch(stdout, /secret|access_key|comment|session_token/i);
    assert.deepEqual(left(), []);
  });

  it('prefers the runtime folder', async () => {
    const runtime = join(aws.sandbox.home, 'run');
    mkdirSync(runtime, { mode: 0o700 });
    const options = { env: { XDG_RUNTIME_DIR: runtime } };
    const { stdout } = await exec(['--live', 'jane', ...SHELL, 'echo $AWS_CONFIG_FILE'], options);
    assert.ok(stdout.startsWith(`${runtime}/awscred/live/`), stdout);
    assert.deepEqual(readdirSync(join(runtime, 'awscred/live')), []);
  });

  it('puts no credential into the environment, whatever was there', async () => {
    const ambient = {
      AWS_ACCESS_KEY_ID: 'AKIAOUTER',
      AWS_SECRET_ACCESS_KEY: 'outer',
      AWS_DEFAULT_PROFILE: 'jane',
    };
    const { stdout } = await exec(['--live', 'prod-readonly', '--', '/usr/bin/env'], { env: ambient });
    assert.match(stdout, /^AWS_PROFILE=awscred-exec$/m);
    assert.match(stdout, /^AWSCRED_PROFILE=prod-readonly$/m);
    assert.match(stdout, /^AWS_ACCOUNT_ID=444455556666$/m);
    assert.doesNotMatch(
      stdout,
      /^(?:AWS_(?:ACCESS|SECRET|SESSION|DEFAULT_PROFILE|CREDENTIAL)|AWSCRED_PASS)/m,
    );
  });

  for (const [profile, arn] of [
    ['bastion', POWER],
    ['prod-readonly', new RegExp(`^${READ_ONLY}$`)],
    ['jane', /^arn:aws:iam::111122223333:user\/jane$/],
    ['tools', new RegExp(`^${READ_ONLY}$`)],
    [HOSTILE, new RegExp(`^${READ_ONLY}$`)],
  ] as const) {
    for (const [client, argv] of Object.entries(CLIENTS)) {
      it(`${client} is ${profile}, whatever keys [default] holds`, async () => {
        const { stdout, stderr } = await exec(['--live', profile, '--', ...argv]);
        assert.match(stdout.trim(), arn, stderr);
        assert.equal(stderr, '');
      });
    }
  }

  it('carries the options that narrow or lengthen the chain', async () => {
    const options = [
      '--session-name=o ther'.replace(' ', '-'),
      '--region',
      'eu-central-1',
      '--duration',
      '15m',
    ];
    const { stdout } = await exec(['--live', 'prod-readonly', ...options, '--', ...CLIENTS.boto3]);
    assert.match(stdout, /ReadOnly\/o-ther\n$/);
    const shown = await exec(['--live', 'prod-readonly', ...options, ...SHELL, 'cat "$AWS_CONFIG_FILE"']);
    assert.match(
      shown.stdout,
      /\nregion = eu-central-1\ncredential_process = .* --region=eu-central-1 --duration=900 --session-name=o-ther\n$/,
    );
  });

  it('works where the child has lost its home, and its config stands under an odd path', async () => {
    const folder = join(aws.sandbox.home, "o'dd #1 ;2 $x");
    mkdirSync(folder);
    const config = join(folder, 'config');
    writeFileSync(
      config,
      readFileSync(join(aws.sandbox.home, '.aws/config'), 'utf8').replace(
        '[profile hub]',
        '[profile hub]\ncli_pager =\n',
      ),
    );
    for (const argv of Object.values(CLIENTS)) {
      const lost = [
        '--',
        '/usr/bin/env',
        'HOME=/nonexistent',
        'AWS_ENDPOINT_URL_STS=',
        'XDG_STATE_HOME=/nonexistent',
        ...argv,
      ];
      const options = { env: { AWS_CONFIG_FILE: config.replace('$x', '$x') } };
      const { stdout, stderr } = await exec(['--live', 'prod-readonly', ...lost], options);
      assert.equal(stdout.trim(), READ_ONLY, stderr);
    }
  });

  it('takes a relative path of the config for what it is here, wherever the child goes', async () => {
    const options = { env: { AWS_CONFIG_FILE: '.aws/config' } };
    const away = [...SHELL, 'cd / && exec "$@"', 'sh', ...CLIENTS.boto3];
    const { stdout, stderr } = await exec(['--live', 'prod-readonly', ...away], options);
    assert.equal(stdout, `${READ_ONLY}\n`, stderr);
    const own = [...SHELL, 'cd / && exec "$@"', 'sh', ...AWSCRED_WORDS, 'explain', 'prod-readonly'];
    assert.equal((await exec(['--live', 'jane', ...own], options)).status, 0);
  });

  it('runs a program that the config names as it would run without --live', async () => {
    const keys = /^\[jane\]\n(?:aws_access_key_id = (.*)\n)(?:aws_secret_access_key = (.*)\n)/m;
    const [, id, secret] = keys.exec(readFileSync(join(aws.sandbox.home, '.aws/credentials'), 'utf8')) ?? [];
    const answer = JSON.stringify({ Version: 1, AccessKeyId: id, SecretAccessKey: secret });
    const program = aws.sandbox.write(
      'creds',
      `#!/bin/sh\nenv >>"${aws.sandbox.home}/seen"\necho '${answer}'\n`,
    );
    chmodSync(program, 0o700);
    aws.sandbox.append(
      '.aws/config',
      `\n[profile external]\nendpoint_url = ${aws.server.url}\ncredential_process = ${program}\n`,
    );
    const { stdout, stderr } = await exec(['--live', 'external', '--', ...CLIENTS.boto3]);
    assert.match(stdout, /user\/jane\n$/, stderr);
    await exec(['--live', 'external', '--', ...AWSCRED_WORDS, 'process', 'external', '--no-cache']);
    const seen = readFileSync(join(aws.sandbox.home, 'seen'), 'utf8');
    assert.doesNotMatch(seen, /^(?:AWS_PROFILE|AWS_CONFIG_FILE|AWSCRED_EXEC)/m);
    assert.equal(seen.match(/^AWSCRED_WITHIN=/gm)?.length, 4);
  });

  it('is answered by the launcher where one is installed', async () => {
    const installed = await aws.sandbox.run(['install-launcher']);
    assert.equal(installed.status, 0, installed.stderr);
    const { stdout } = await exec(['--live', 'prod-readonly', ...SHELL, 'cat "$AWS_CONFIG_FILE"']);
    assert.ok(stdout.endsWith(` ${aws.sandbox.home}/.local/bin/awscred-launcher process prod-readonly\n`));
    const { stdout: arn } = await exec(['--live', 'prod-readonly', '--', ...CLIENTS['the AWS CLI']]);
    assert.equal(arn, `${READ_ONLY}\n`);
    await aws.sandbox.run(['install-launcher', '--remove']);
  });

  it("the child's own awscred and a nested exec read the user's own config", async () => {
    const own = await exec(['--live', 'bastion', '--', ...AWSCRED_WORDS, 'config', 'show', '--json']);
    assert.ok(own.stdout.includes(join(aws.sandbox.home, '.aws/config')), own.stderr);
    assert.doesNotMatch(own.stdout, /awscred-exec/);
    const who = await exec(['--live', 'prod-readonly', '--', ...AWSCRED_WORDS, 'explain', '--json']);
    assert.equal((JSON.parse(who.stdout) as { profile: string }).profile, 'prod-readonly');
    const script = 'env | grep -c "AWSCRED_EXEC\\|AWS_CONFIG_FILE"; echo $AWS_PROFILE $AWS_ACCESS_KEY_ID';
    const nested = await exec([
      '--live',
      'bastion',
      '--',
      ...AWSCRED_WORDS,
      'exec',
      'jane',
      ...SHELL,
      script,
    ]);
    assert.match(nested.stdout, /^0\nAKIA\w+\n$/, nested.stderr);
    const twice = [...AWSCRED_WORDS, 'exec', '--live', 'jane', '--', ...CLIENTS.boto3];
    assert.match((await exec(['--live', 'bastion', '--', ...twice])).stdout, /user\/jane\n$/);
    assert.deepEqual(left(), []);
  });

  it("is what `exec = live` says for a profile's pattern", async () => {
    const settings = aws.sandbox.write('.config/awscred/config.ini', '[profile prod-*]\nexec = live\n');
    const show = [...SHELL, 'echo "[$AWS_PROFILE]"'];
    assert.equal((await exec(['prod-readonly', ...show])).stdout, '[awscred-exec]\n');
    assert.equal((await exec(['jane', ...show])).stdout, '[]\n');
    writeFileSync(settings, '[profile x]\nexec = alive\n');
    const { status, stderr } = await exec(['jane', ...show]);
    assert.equal(status, 125);
    assert.match(stderr, /config\.ini:2: .*exec = "alive" is not one of: live/);
    writeFileSync(settings, '');
  });

  it('refuses where keys of the credentials file would step in', async () => {
    const path = aws.sandbox.write('own-credentials', `[awscred-exec]\n${OTHER_KEYS}`);
    const options = { env: { AWS_SHARED_CREDENTIALS_FILE: path } };
    const { status, stdout, stderr } = await exec(['--live', 'bastion', '--', ...CLIENTS.boto3], options);
    assert.deepEqual([status, stdout], [125, '']);
    assert.match(stderr, /own-credentials:2: \[awscred-exec\] .* would win over exec --live/);
  });

  it('returns status and signal of the child, and removes the file after each', async () => {
    assert.equal((await exec(['--live', 'jane', ...SHELL, 'exit 42'])).status, 42);
    assert.equal((await exec(['--live', 'jane', ...SHELL, 'kill -USR1 $$'])).status, 138);
    assert.equal((await exec(['--live', 'jane', '--', '/nonexistent'])).status, 127);
    assert.deepEqual(left(), []);
  });

  it('what a killed awscred left is removed by cache prune, and no file of a living one', async () => {
    const start = (): ReturnType<LocalAws['sandbox']['start']> =>
      aws.sandbox.start([...AWSCRED_WORDS, 'exec', '--live', 'jane', '--', 'sleep', '30'], { env });
    const [killed, living] = [start(), start()];
    const isWritten = (name: string): boolean => existsSync(join(folders, name, 'config'));
    await until(() => left().filter(isWritten).length === 2);
    mkdirSync(join(folders, `${process.pid}-0123456789abcdef`), { mode: 0o700 });
    killed.kill('SIGKILL');
    await sleep(200);
    const pruned = await aws.sandbox.run(['cache', 'prune', '--json']);
    const { removed } = JSON.parse(pruned.stdout) as { removed: { files: string[] } };
    const pids = removed.files.map((path) => Number(/\/live\/(\d+)-\w+$/.exec(path)?.[1]));
    assert.deepEqual(new Set(pids), new Set([killed.pid, process.pid]));
    assert.equal(left()[0]?.startsWith(`${living.pid}-`), true);
    living.kill('SIGTERM');
    await until(() => left().length === 0);
    try {
      process.kill(-(killed.pid ?? 0), 'SIGKILL');
    } catch {
      // It was killed before it had started its child.
    }
  });
});

describe('a child of exec --live that outlives its credentials', { skip: needs(AWS, PYTHON, CC) }, () => {
  const boto3 = (script: string): string => `
import boto3, subprocess
sts = boto3.client("sts")
for hour in range(4):
    print(sts.get_caller_identity()["Arn"])
    subprocess.run([${JSON.stringify('/bin/sh')}, "-c", ${JSON.stringify(script)}], check=True)
`;

  it('three times through one boto3 client, without one failure', async () => {
    const { aws, exec } = await live();
    const clock = movedClock(aws.server);
    const options = { env: clock.env, timeoutMs: 90_000 };
    const one = await exec(['--live', 'prod-readonly', '--', PYTHON, '-c', boto3(clock.nextHour)], options);
    assert.deepEqual([one.status, one.stdout], [0, `${READ_ONLY}\n`.repeat(4)], one.stderr);
    assert.equal(aws.count('AssumeRole'), 8, 'two roles for each hour');
  });

  it('three times through the AWS CLI, and not without --live', async () => {
    const { aws, exec } = await live();
    const clock = movedClock(aws.server);
    const options = { env: clock.env, timeoutMs: 90_000 };
    const plain = await exec(['prod-readonly', '--', PYTHON, '-c', boto3(clock.nextHour)], options);
    assert.deepEqual([plain.status, plain.stdout], [1, `${READ_ONLY}\n`], 'credentials that end are refused');
    const cli = CLIENTS['the AWS CLI'].map((word) => `'${word}'`).join(' ');
    const loop = `for hour in 1 2 3 4; do ${cli} || exit 1; ${clock.nextHour} || exit 2; done`;
    const two = await exec(['--live', 'prod-readonly', ...SHELL, loop], options);
    assert.deepEqual([two.status, two.stdout], [0, `${READ_ONLY}\n`.repeat(4)], two.stderr);
  });

  it('where a person is needed its call fails with the message, the terminal shows the command, nothing hangs', async () => {
    const { aws, env } = await live();
    const clock = movedClock(aws.server);
    const end = `fetch('${aws.server.url}/_dev/end-sessions', { method: 'POST' })`;
    const script = `${clock.nextHour}; LD_PRELOAD= '${process.execPath}' -e "${end}"; exec '${PYTHON}' -c '${CLIENTS.boto3[2]}'`;
    const { stdout, stderr, tty, status } = await runOnTerminal(
      [...AWSCRED_WORDS, 'exec', '--live', 'bastion', ...SHELL, script],
      { env: aws.sandbox.environment({ ...env, ...clock.env }), timeoutMs: 30_000 },
    );
    assert.deepEqual([status, stdout], [1, '']);
    assert.match(stderr, /awscred login acme/);
    assert.match(tty, /^awscred: .*(?:sign|session)/m);
    assert.match(tty, /^awscred: hint: .*awscred login acme/m);
  });
});
