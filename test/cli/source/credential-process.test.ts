import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, it } from 'node:test';
import { awsCliEnvironment } from '../../support/aws/aws-cli.ts';
import { chainConfig, chainWorld, TWO, USER, USER_KEY, USER_SECRET } from '../../support/aws/chain-world.ts';
import { credentialProgram, inOneHour, printing } from '../../support/process/credential-program.ts';
import { localAws, type LocalAws } from '../../support/aws/local-aws.ts';
import { needs } from '../../support/process/needs.ts';
import { quickVault } from '../../support/store/quick-vault.ts';
import { AWSCRED } from '../../support/sandbox.ts';
import { crowd } from '../../support/files/stress-home.ts';
import { until } from '../../support/process/until.ts';

interface Answer {
  readonly AccessKeyId: string;
  readonly Expiration?: string;
}

describe('a program as the source: credential_process', () => {
  let aws: LocalAws;

  beforeEach(async () => {
    aws = await localAws(chainWorld());
    await quickVault(aws.sandbox);
  });

  /** Writes the config with this line as the source. */
  const line = (text: string): void =>
    void aws.sandbox.write('.aws/config', chainConfig(aws.server.url, `credential_process = ${text}`));

  const run = async (...args: readonly string[]): ReturnType<LocalAws['sandbox']['run']> =>
    aws.sandbox.run(args);

  async function answer(profile: string): Promise<Answer> {
    const result = await run('process', profile);
    assert.equal(result.status, 0, result.stderr);
    return JSON.parse(result.stdout) as Answer;
  }

  it('is handed out as it is, in assume, process and exec', async () => {
    const program = credentialProgram(aws.sandbox, 'creds', printing());
    line(`"${program.path}" --anything 'a b'`);
    assert.deepEqual(Object.keys(await answer('alone')), ['Version', 'AccessKeyId', 'SecretAccessKey']);
    const assumed = await run('assume', '-o', 'posix', 'alone');
    assert.match(assumed.stdout, new RegExp(`AWS_ACCESS_KEY_ID=${USER_KEY}`));
    const child = await run('exec', 'alone', '--', 'sh', '-c', 'echo "$AWS_ACCESS_KEY_ID"');
    assert.equal(child.stdout, `${USER_KEY}\n`);
    assert.equal(program.starts(), 3, 'without Expiration it is run each time');
  });

  it('begins a chain, whose roles are cached though it is not', async () => {
    const program = credentialProgram(aws.sandbox, 'creds', printing());
    line(program.path);
    const who = await run('whoami', 'two', '--json');
    assert.equal((JSON.parse(who.stdout) as { arn: string }).arn, TWO, who.stderr);
    await answer('two');
    await answer('two');
    assert.deepEqual([program.starts(), aws.count('AssumeRole')], [1, 2]);
  });

  it('without Expiration is run beside others, once that is known', async () => {
    const log = join(aws.sandbox.home, 'log');
    const program = credentialProgram(
      aws.sandbox,
      'creds',
      `echo s >> ${log}; sleep 1; echo e >> ${log}\n${printing()}`,
    );
    line(program.path);
    await answer('alone');
    await crowd(3, async () => run('process', 'alone'));
    assert.match(readFileSync(log, 'utf8'), /^s\ne\n(?:s\n){2}/);
    assert.equal(program.starts(), 4);
    credentialProgram(aws.sandbox, 'creds', printing({ Expiration: inOneHour() }));
    await answer('alone');
    await answer('alone');
    assert.equal(program.starts(), 5, 'an answer with an end is kept');
  });

  it('is cached until its Expiration, and run once by twenty at once', async () => {
    const body = `sleep 0.3\n${printing({ SessionToken: 'token', Expiration: inOneHour() })}`;
    const program = credentialProgram(aws.sandbox, 'creds', body);
    line(program.path);
    const { results } = await crowd(20, async () => run('process', 'alone'));
    assert.deepEqual(new Set(results.map((result) => result.status)), new Set([0]), results[0]?.stderr);
    assert.equal(program.starts(), 1);
    assert.equal((await run('process', 'alone', '--refresh')).status, 0);
    assert.equal(program.starts(), 2);
  });

  it('is cached with an Expiration and no token, too', async () => {
    const program = credentialProgram(aws.sandbox, 'creds', printing({ Expiration: inOneHour() }));
    line(program.path);
    assert.equal((await answer('alone')).AccessKeyId, USER_KEY);
    assert.equal((await answer('alone')).AccessKeyId, USER_KEY);
    assert.equal(program.starts(), 1);
  });

  it('gets our variables, no AWS credentials, and none of our streams', async () => {
    const seen = join(aws.sandbox.home, 'seen');
    const program = credentialProgram(aws.sandbox, 'creds', `env > ${seen}; cat >> ${seen}\n${printing()}`);
    line(program.path);
    const env = {
      AWS_PROFILE: 'alone',
      AWS_ACCESS_KEY_ID: 'AKIAWRONG',
      AWS_SECRET_ACCESS_KEY: 's',
      AWS_SESSION_TOKEN: 't',
      OWN: 'x',
    };
    const result = await aws.sandbox.run(['process', 'alone'], { env, stdin: 'typed' });
    assert.equal(result.status, 0, result.stderr);
    const text = readFileSync(seen, 'utf8');
    assert.match(text, /^OWN=x$/m);
    assert.doesNotMatch(text, /AKIAWRONG|^AWS_[SP]|typed/m);
  });

  it('runs by /bin/sh where the line needs one, and explain says so', async () => {
    const program = credentialProgram(aws.sandbox, 'creds', `echo noise >&2\n${printing()}`);
    line('~/creds 2>/dev/null | cat');
    assert.equal((await answer('alone')).AccessKeyId, USER_KEY);
    assert.equal(program.starts(), 1);
    const explained = await run('explain', 'two');
    assert.match(explained.stdout, /runs the line by \/bin\/sh -c, since ~ needs a shell/);
    assert.equal(
      (
        JSON.parse((await run('explain', 'two', '--json')).stdout) as {
          steps: { kind: string }[];
        }
      ).steps[0]?.kind,
      'credential-process',
    );
  });

  it('is not started by list, explain and doctor', async () => {
    const program = credentialProgram(aws.sandbox, 'creds', printing());
    line(program.path);
    for (const args of [
      ['list'],
      ['explain', 'two'],
      ['doctor'],
      ['config', 'show'],
      ['assume', 'two', '--help'],
    ]) {
      await run(...args);
    }
    assert.equal(program.starts(), 0);
  });

  const FAILURES: readonly (readonly [string, string, number, RegExp])[] = [
    ['garbage', 'echo hello', 3, /printed something that is not a JSON object/],
    ['a list', 'echo "[1]"', 3, /not a JSON object/],
    ['nothing', 'true', 3, /printed nothing/],
    ['another version', printing({ Version: 2 }), 3, /printed version 2; awscred reads version 1/],
    ['a version that is a text', printing({ Version: '1' }), 3, /a Version that is not a number/],
    ['no version', printing({ Version: undefined }), 3, /printed no Version/],
    ['no key id', printing({ AccessKeyId: undefined }), 3, /printed no AccessKeyId/],
    ['an empty secret', printing({ SecretAccessKey: '' }), 3, /printed no SecretAccessKey/],
    [
      'a secret that is a number',
      printing({ SecretAccessKey: 918273 }),
      3,
      /SecretAccessKey with characters/,
    ],
    [
      'a line feed in a key',
      printing({ SecretAccessKey: 'a918273\nb' }),
      3,
      /SecretAccessKey with characters/,
    ],
    ['an expired answer', printing({ Expiration: '2020-01-01T00:00:00Z' }), 3, /already expired/],
    ['a time that is none', printing({ Expiration: 'tomorrow' }), 3, /Expiration that is not a time/],
    [
      'swapped keys',
      printing({ AccessKeyId: 'x/918273', SecretAccessKey: USER_KEY }),
      3,
      /in each other’s place/,
    ],
    [
      'a bad status',
      'echo "no session for 918" >&2; exit 7',
      3,
      /failed with status 7\n {2}no session for 918\n/,
    ],
    ['a signal', 'kill -SEGV $$', 3, /was ended by SIGSEGV/],
    ['too much', 'head -c 70000 /dev/zero | tr "\\0" x', 3, /printed more than 64 KiB/],
    ['a terminal’s words', String.raw`printf '\033[2Jgone\n' >&2; exit 1`, 3, /^ {2}\\u\{1b\}\[2Jgone$/m],
  ];
  for (const [what, body, status, says] of FAILURES) {
    it(`${what} is exit ${status}, naming program and line`, async () => {
      const program = credentialProgram(aws.sandbox, 'creds', body);
      line(program.path);
      for (const args of [
        ['process', 'alone'],
        ['process', 'two'],
      ]) {
        const result = await run(...args);
        assert.deepEqual([result.status, result.stdout], [status, ''], result.stderr);
        assert.match(result.stderr, says);
        assert.match(result.stderr, /\.aws\/config:4: profile "alone": the credential_process ~\/creds /);
        assert.doesNotMatch(result.stderr, /918273/);
      }
    });
  }

  it('long words on stderr are cut to their end', async () => {
    const body = 'i=0; while [ $i -lt 500 ]; do echo "line $i"; i=$((i+1)); done >&2; exit 1';
    line(credentialProgram(aws.sandbox, 'creds', body).path);
    const { stderr } = await run('process', 'alone');
    assert.match(stderr, /^ {2}line 499$/m);
    assert.ok(stderr.split('\n').length < 14, stderr);
  });

  for (const [what, text, says] of [
    [
      'a program that is not there',
      '/no/such/program a',
      /the credential_process \/no\/such\/program was not found/,
    ],
    ['one that PATH does not find', 'no-such-program-918', /no-such-program-918 was not found/],
    ['one that a shell does not find', 'no-such-program-918 | cat >/dev/null; exit 127', /was not found/],
    ['a file that cannot be executed', '/etc/passwd', /\/etc\/passwd cannot be executed/],
    ['a folder', '/etc', /\/etc cannot be executed/],
    ['a relative path', './creds', /\.\/creds is a relative path/],
    ['an open quote', '"/opt/creds', /has a quote that is not closed/],
    ['no words', '""', /names no program/],
    ['an empty line', '', /names no program/],
    ['a quote cut by a comment', '/opt/creds "a #b"', /inside quotes: move such words into a script/],
  ] as const) {
    it(`${what} is exit 2`, async () => {
      line(text);
      const result = await run('process', 'two');
      assert.deepEqual([result.status, result.stdout], [2, ''], result.stderr);
      assert.match(result.stderr, says);
      assert.match(result.stderr, /config:4: /);
    });
  }

  it('has process_timeout; then it and all it started are ended: exit 6', async () => {
    const pid = join(aws.sandbox.home, 'pid');
    line(credentialProgram(aws.sandbox, 'creds', `sleep 300 & echo $! > ${pid}; echo busy >&2; wait`).path);
    const began = Date.now();
    const result = await aws.sandbox.run(['process', 'two'], { env: { AWSCRED_PROCESS_TIMEOUT: '1' } });
    assert.deepEqual([result.status, result.stdout], [6, ''], result.stderr);
    assert.match(result.stderr, /credential_process \S+\/creds did not end within 1s\n {2}busy\n/);
    assert.ok(Date.now() - began < 8000);
    const other = Number(readFileSync(pid, 'utf8'));
    await until(
      () => !existsSync(`/proc/${other}`) || readFileSync(`/proc/${other}/stat`, 'utf8').includes(') Z '),
    );
  });

  it('ends with awscred, and all it has started', async () => {
    const pid = join(aws.sandbox.home, 'pid');
    line(credentialProgram(aws.sandbox, 'creds', `sleep 300 & echo $! > ${pid}; wait`).path);
    const child = aws.sandbox.start([process.execPath, AWSCRED, 'process', 'alone']);
    await until(() => existsSync(pid) && readFileSync(pid, 'utf8').endsWith('\n'));
    child.kill('SIGTERM');
    const other = Number(readFileSync(pid, 'utf8'));
    await until(
      () => !existsSync(`/proc/${other}`) || readFileSync(`/proc/${other}/stat`, 'utf8').includes(') Z '),
    );
  });

  for (const [what, body] of [
    ['at the end', `exec ${process.execPath} ${AWSCRED} process alone`],
    ['of a role behind it', `${process.execPath} ${AWSCRED} process two || exit 1`],
    ['with its words hidden', `${process.execPath} ${AWSCRED} process alone 2>/dev/null || true`],
    ['through exec', `${process.execPath} ${AWSCRED} exec two -- true`],
  ] as const) {
    it(`that leads back to awscred ${what} is exit 2, without a wait`, async () => {
      const program = credentialProgram(aws.sandbox, 'creds', body);
      line(program.path);
      const began = Date.now();
      const result = await run('process', 'two');
      assert.deepEqual([result.status, result.stdout], [2, ''], result.stderr);
      assert.match(result.stderr, /config:4: .*creds leads back to awscred for the same profile/);
      assert.equal(program.starts(), 1);
      assert.ok(Date.now() - began < 10_000);
    });
  }

  it('that asks awscred for another profile is no circle', async () => {
    const program = credentialProgram(
      aws.sandbox,
      'creds',
      `${process.execPath} ${AWSCRED} process base --no-input`,
    );
    const base = `[profile base]\ncredential_process = ${credentialProgram(aws.sandbox, 'base', printing()).path}\n`;
    line(program.path);
    aws.sandbox.append('.aws/config', base);
    assert.equal((await answer('alone')).AccessKeyId, USER_KEY);
  });

  it(
    'serves the AWS CLI and boto3 through awscred',
    { skip: needs('/usr/bin/aws', '/usr/bin/python3') },
    async () => {
      line(credentialProgram(aws.sandbox, 'creds', printing()).path);
      const tools = (name: string): string =>
        `[profile tools-${name}]\ncredential_process = ${process.execPath} ${AWSCRED} process ${name}\n`;
      aws.sandbox.append('.aws/config', tools('alone') + tools('two'));
      const env = awsCliEnvironment(aws.server.url, aws.sandbox.home);
      const cli = await aws.sandbox.program(
        [
          '/usr/bin/aws',
          '--profile',
          'tools-two',
          'sts',
          'get-caller-identity',
          '--query',
          'Arn',
          '--output',
          'text',
        ],
        { env },
      );
      assert.equal(cli.stdout, `${TWO}\n`, cli.stderr);
      const script = `import boto3, sys
print(boto3.Session(profile_name="tools-alone").client("sts").get_caller_identity()["Arn"])`;
      const boto = await aws.sandbox.program(['/usr/bin/python3', '-c', script], { env });
      assert.equal(boto.stdout, `${USER}\n`, boto.stderr);
    },
  );

  it('proves no account to a guard by what it prints', async () => {
    const claim = { AccountId: '999988887777', Expiration: inOneHour() };
    for (const [account, printed, status] of [
      ['999988887777', claim, 2],
      ['111122223333', {}, 0],
      ['999988887777', {}, 2],
    ] as const) {
      line(credentialProgram(aws.sandbox, 'creds', printing(printed)).path);
      aws.sandbox.write(
        '.config/awscred/config.ini',
        `trusted_endpoints = 127.0.0.1\n[profile alone]\nallowed_account_ids = ${account}\n`,
      );
      const result = await run('process', 'alone', '--refresh');
      assert.equal(result.status, status, result.stderr);
    }
  });

  it('may be the AWS CLI, for another profile', { skip: needs('/usr/bin/aws') }, async () => {
    line('/usr/bin/aws configure export-credentials --profile "the robot" --format process');
    aws.sandbox.append(
      '.aws/config',
      `[profile "the robot"]\naws_access_key_id = ${USER_KEY}\naws_secret_access_key = ${USER_SECRET}\n`,
    );
    const env = { AWS_PROFILE: 'two', LANG: 'C.UTF-8' };
    const { status, stdout, stderr } = await aws.sandbox.run(['whoami', 'two'], { env });
    assert.deepEqual([status, stdout], [0, `${TWO}\n`], stderr);
  });

  it('that leads back through the AWS CLI is exit 2', { skip: needs('/usr/bin/aws') }, async () => {
    line('/usr/bin/aws configure export-credentials --profile back --format process');
    aws.sandbox.append(
      '.aws/config',
      `[profile back]\ncredential_process = ${process.execPath} ${AWSCRED} process two\n`,
    );
    const { status, stderr } = await aws.sandbox.run(['process', 'two'], { env: { LANG: 'C.UTF-8' } });
    assert.equal(status, 2, stderr);
    assert.match(stderr, /credential_process \/usr\/bin\/aws leads back to awscred for the same profile/);
  });
});
