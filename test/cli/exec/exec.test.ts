import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { needs } from '../../support/process/needs.ts';
import { PYTHON, runOnTerminal } from '../../support/pty.ts';
import { AWSCRED, type RunResult, Sandbox } from '../../support/sandbox.ts';

const BASH = '/bin/bash';
const DASH = '/bin/dash';
const CONFIG = ['default', 'one', 'two']
  .map((name) => {
    const header = name === 'default' ? name : `profile ${name}`;
    return `[${header}]\nregion = eu-west-1\naws_access_key_id = AKIA${name.toUpperCase()}\naws_secret_access_key = s\n`;
  })
  .join('');

function sandboxOf(): Sandbox {
  const sandbox = new Sandbox();
  sandbox.write('.aws/config', CONFIG);
  return sandbox;
}

const exec = (...words: readonly string[]): readonly string[] => [
  process.execPath,
  AWSCRED,
  'exec',
  ...words,
];

describe('exec', () => {
  const sandbox = sandboxOf();
  const inChild = async (command: readonly string[], options = {}): Promise<RunResult> =>
    sandbox.program(exec('one', '--', ...command), options);

  it('returns each of the 256 statuses that a child can end with', async () => {
    const statuses = Array.from({ length: 256 }, (_, status) => status);
    const wrong: unknown[] = [];
    for (let at = 0; at < statuses.length; at += 4) {
      const four = statuses.slice(at, at + 4).map(async (status) => {
        const ended = await inChild(['sh', '-c', `exit ${status}`]);
        if (ended.status !== status || ended.stdout !== '' || ended.stderr !== '') {
          wrong.push([status, ended.status, ended.stderr]);
        }
      });
      await Promise.all(four);
    }
    assert.deepEqual(wrong, []);
  });

  for (const [signal, number] of [
    ['SIGHUP', 1],
    ['SIGINT', 2],
    ['SIGQUIT', 3],
    ['SIGUSR1', 10],
    ['SIGUSR2', 12],
    ['SIGPIPE', 13],
    ['SIGALRM', 14],
    ['SIGTERM', 15],
  ] as const) {
    it(`${signal} is passed on, once, and a child that dies of it gives 128 and its number`, async () => {
      const caught = sandbox.start(
        exec(
          'one',
          '--',
          BASH,
          '-c',
          `ulimit -c 0; trap 'echo caught' ${signal}; echo ready; read -t 5; exit 7`,
        ),
      );
      // Not bash, which ignores SIGQUIT until the program is in its place.
      const killed = sandbox.start(exec('one', '--', DASH, '-c', 'ulimit -c 0; echo ready; exec sleep 20'));
      const ends = await Promise.all(
        [caught, killed].map(async (child) => {
          child.stdout?.once('data', () => child.kill(signal));
          // stdin stays open: the trap ends the shell's read only.
          return new Promise<readonly [number | null, string]>((resolve) => {
            let stdout = '';
            child.stdout?.on('data', (text: Buffer) => (stdout += text.toString()));
            child.on('close', (status) => resolve([status, stdout]));
            setTimeout(() => child.stdin?.end(), 1500);
          });
        }),
      );
      assert.deepEqual(ends, [
        [7, 'ready\ncaught\n'],
        [128 + number, 'ready\n'],
      ]);
    });
  }

  it('stands in a pipeline, at both ends', async () => {
    const line = `'${exec('one', '--', 'yes').join("' '")}' | head -1; echo "\${PIPESTATUS[*]}"`;
    const first = await sandbox.program([BASH, '-c', line]);
    assert.deepEqual([first.stdout, first.stderr], ['y\n141 0\n', '']);
    const last = await inChild(['sh', '-c', 'cat; exit 3'], { stdin: 'in' });
    assert.deepEqual([last.stdout, last.status], ['in', 3]);
  });

  it('leaves the child no other credentials, marker or way into the store', async () => {
    const ambient = {
      AWS_ACCESS_KEY_ID: 'AKIAOUTER',
      AWS_SECRET_ACCESS_KEY: 'outer',
      AWS_SESSION_TOKEN: 'outer',
      AWS_SECURITY_TOKEN: 'outer',
      AWS_CREDENTIAL_EXPIRATION: '2020-01-01T00:00:00Z',
      AWS_SESSION_EXPIRATION: '2020-01-01T00:00:00Z',
      AWS_PROFILE: 'two',
      AWS_DEFAULT_PROFILE: 'two',
      AWS_WEB_IDENTITY_TOKEN_FILE: '/nosuch',
      AWS_ROLE_ARN: 'arn:aws:iam::111122223333:role/Outer',
      AWS_ROLE_SESSION_NAME: 'outer',
      AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: '/outer',
      AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://127.0.0.1/outer',
      AWS_CONTAINER_AUTHORIZATION_TOKEN: 'outer',
      AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: '/nosuch',
      AWS_BEARER_TOKEN_BEDROCK: 'outer',
      AWS_ACCOUNT_ID: '999999999999',
      AWS_VAULT: 'outer',
      AWSCRED_PROFILE: 'two',
      AWSCRED_EXPIRES: '1',
      AWSCRED_PREVIOUS_AWS_PROFILE: 'outer',
      AWSCRED_PREVIOUS_AWS_REGION: 'us-east-1',
    };
    const { stdout } = await inChild(['/usr/bin/env'], { env: ambient });
    const seen = stdout.split('\n').filter((line) => /^(?:AWS|EC2_SEC)/.test(line));
    assert.deepEqual(seen.toSorted(), [
      'AWSCRED_HOT_CACHE=off',
      'AWSCRED_PROFILE=one',
      'AWSCRED_REGION=eu-west-1',
      'AWSCRED_STORE=file',
      'AWSCRED_UNLOCK_FOR=off',
      'AWS_ACCESS_KEY_ID=AKIAONE',
      'AWS_DEFAULT_REGION=eu-west-1',
      'AWS_REGION=eu-west-1',
      'AWS_SECRET_ACCESS_KEY=s',
    ]);
  });

  it('can be nested: the inner profile wins, and names the current one', async () => {
    const inner = [process.execPath, AWSCRED, 'exec', 'two', '--', 'sh', '-c', 'echo $AWS_ACCESS_KEY_ID'];
    assert.equal((await inChild(inner)).stdout, 'AKIATWO\n');
    const same = [process.execPath, AWSCRED, 'exec', '--', 'sh', '-c', 'echo $AWS_ACCESS_KEY_ID'];
    assert.equal((await inChild(same)).stdout, 'AKIAONE\n');
  });

  it('without CMD it starts $SHELL, as the current profile where there is no terminal', async () => {
    const options = { env: { SHELL: '/bin/sh' }, stdin: 'echo $AWS_ACCESS_KEY_ID; exit 9\n' };
    for (const [words, id] of [
      [['one'], 'AKIAONE\n'],
      [[], 'AKIADEFAULT\n'],
    ] as const) {
      const { status, stdout } = await sandbox.program(exec(...words), options);
      assert.deepEqual([status, stdout], [9, id]);
    }
  });
});

describe('exec at a terminal', { skip: needs(PYTHON, BASH) }, () => {
  const sandbox = sandboxOf();

  it('a typed Ctrl-C reaches the child once', async () => {
    const counting =
      "n=0; trap 'n=$((n+1))' INT; echo ready >/dev/tty; for i in 1 2 3 4 5 6 7 8; do sleep 0.1; done; echo $n";
    const { stdout, status } = await runOnTerminal(exec('one', '--', BASH, '-c', counting), {
      env: sandbox.environment(),
      dialog: [{ expect: /ready/, send: '\x03' }],
    });
    assert.deepEqual([stdout, status], ['1\n', 0]);
  });

  it('Ctrl-C ends a loop of the shell that runs it', async () => {
    const command = `'${exec('one', '--', 'sh', '-c', 'echo go >/dev/tty; exec sleep 20').join("' '")}'`;
    const { stdout, signal } = await runOnTerminal([BASH, '-c', `while :; do ${command}; echo again; done`], {
      env: sandbox.environment(),
      dialog: [{ expect: /go/, send: '\x03' }],
    });
    assert.deepEqual([stdout, signal], ['', 'SIGINT']);
  });

  for (const [how, stop] of [
    ['stops itself', 'kill -STOP $$'],
    ['stops its group, as an editor does', 'kill -TSTP 0'],
  ]) {
    it(`a child that ${how} gives the terminal back, and goes on with fg`, async () => {
      const command = `'${exec('one', '--', 'sh', '-c', `${stop}; echo on; exit 7`).join("' '")}'`;
      const script = `set -m; ${command}; echo "stopped $?"; fg >/dev/null; echo "ended $?"`;
      // A script's shell keeps the terminal to itself.
      for (const shell of [
        [BASH, '--norc', '-i', '-c'],
        [BASH, '-c'],
      ]) {
        const { stdout } = await runOnTerminal([...shell, script], { env: sandbox.environment() });
        assert.equal(stdout, 'stopped 148\non\nended 7\n', shell.join(' '));
      }
    });
  }

  it('a stopped child without job control waits for whoever continues it', async () => {
    const script = '(sleep 0.7; kill -CONT $$) & kill -STOP $$; exit 7';
    const { status } = await runOnTerminal(exec('one', '--', 'sh', '-c', script), {
      env: sandbox.environment(),
    });
    assert.equal(status, 7);
  });
});
