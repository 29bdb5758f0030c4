import assert from 'node:assert/strict';
import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { before, beforeEach, describe, it } from 'node:test';
import { awsCliEnvironment } from '../../support/aws/aws-cli.ts';
import { DEPLOY_ROLE, Jobs, NEXT_ROLE, PROD } from '../../support/aws/job-world.ts';

import { needs } from '../../support/process/needs.ts';
import { AWSCRED } from '../../support/sandbox.ts';
import { crowd } from '../../support/files/stress-home.ts';

type Env = Readonly<Record<string, string | undefined>>;

let jobs: Jobs;

before(async () => {
  jobs = await Jobs.start();
});

const run = async (args: readonly string[], env: Env = {}) => jobs.aws.sandbox.run(args, { env });

/** The surroundings of each way; a token is made for each run. */
async function surroundings(way: string): Promise<Env> {
  const token = await jobs.gitlabToken();
  const bin = join(jobs.aws.sandbox.home, 'bin');
  mkdirSync(bin, { recursive: true });
  const agent = `#!/bin/sh\n[ "$*" = "oidc request-token --audience https://gitlab.example" ] && cat ${jobs.aws.sandbox.home}/token\n`;
  chmodSync(jobs.aws.sandbox.write('bin/buildkite-agent', agent), 0o755);
  jobs.aws.sandbox.write('token', `${token}\n`);
  return {
    file: {},
    github: jobs.github(),
    gitlab: { AWS_TOKEN: token },
    command: {},
    buildkite: { PATH: `${bin}:${process.env['PATH'] ?? ''}` },
    circleci: { CIRCLE_OIDC_TOKEN_V2: token },
    bitbucket: { BITBUCKET_STEP_OIDC_TOKEN: token },
  }[way] as Env;
}

const WAYS = ['file', 'github', 'gitlab', 'command', 'buildkite', 'circleci', 'bitbucket'];

describe('a web identity token', () => {
  for (const way of WAYS) {
    it(`${way}: alone and before two roles, in process, assume, exec and explain`, async () => {
      const env = await surroundings(way);
      const alone = await run(['process', way], env);
      assert.equal(alone.status, 0, alone.stderr);
      const last = await run(['whoami', `${way}-last`], env);
      assert.match(last.stdout, /^arn:aws:sts::777788889999:assumed-role\/Last\//, last.stderr);
      const assumed = await run(['assume', `${way}-next`, '-o', 'posix'], env);
      assert.match(assumed.stdout, /AWS_ACCOUNT_ID=444455556666;/);
      const child = await run(['exec', way, '--', 'sh', '-c', 'echo $AWS_ACCESS_KEY_ID'], env);
      assert.match(child.stdout, /^ASIA/);
      const calls = jobs.aws.server.calls.length;
      const explained = await run(['explain', `${way}-last`, '--json']);
      const { steps } = JSON.parse(explained.stdout) as {
        steps: readonly { kind: string; caps: unknown[] }[];
      };
      assert.deepEqual(
        steps.map(({ kind }) => kind),
        ['web-identity', 'assume-role', 'assume-role'],
      );
      assert.equal(jobs.aws.server.calls.length, calls, 'explain made a call');
    });
  }

  for (const way of WAYS) {
    it(
      `${way}: serves the AWS CLI and boto3 through awscred`,
      { skip: needs('/usr/bin/aws', '/usr/bin/python3') },
      async () => {
        const env = await surroundings(way);
        const line = `credential_process = ${process.execPath} ${AWSCRED} process ${way}-last`;
        jobs.aws.sandbox.append('.aws/config', `[profile tools]\n${line}\n`);
        const both = {
          ...awsCliEnvironment(jobs.aws.server.url, jobs.aws.sandbox.home),
          ...env,
          AWSCRED_STORE: 'none',
        };
        const words = ['sts', 'get-caller-identity', '--query', 'Arn', '--output', 'text'];
        const program = async (argv: readonly string[]) => jobs.aws.sandbox.program(argv, { env: both });
        const cli = await program(['/usr/bin/aws', '--profile', 'tools', ...words]);
        assert.match(cli.stdout, /assumed-role\/Last\//, cli.stderr);
        const script =
          'import boto3; print(boto3.Session(profile_name="tools").client("sts").get_caller_identity()["Arn"])';
        const boto = await program(['/usr/bin/python3', '-c', script]);
        assert.match(boto.stdout, /assumed-role\/Last\//, boto.stderr);
        jobs.aws.sandbox.write('.aws/config', jobs.config());
      },
    );
  }

  it('is fetched once for twenty at once, and kept nowhere', async () => {
    const env = jobs.github();
    const before = jobs.aws.count('GetIdToken');
    const { results } = await crowd(20, async () => run(['process', 'github', '--duration', '20m'], env));
    assert.deepEqual(
      results.map(({ status }) => status),
      results.map(() => 0),
    );
    assert.equal(jobs.aws.count('GetIdToken') - before, 1);
    assert.equal(jobs.aws.server.calls.filter(({ service }) => service === 'github').at(-1)?.status, 200);
  });

  it('of one job never answers for another one', async () => {
    assert.equal((await run(['process', 'github'], jobs.github())).status, 0);
    const other = await run(['process', 'github'], jobs.github('moved'));
    assert.equal(other.status, 3, other.stdout);
    const token = await jobs.gitlabToken({ subject: 'project_path:acme/app:ref_type:branch:ref:x' });
    assert.equal((await run(['process', 'gitlab'], { AWS_TOKEN: token })).status, 0);
    const foreign = await jobs.gitlabToken({ subject: 'project_path:other/app:x' });
    assert.equal((await run(['process', 'gitlab'], { AWS_TOKEN: foreign })).status, 3);
  });

  it('gives what is asked for, and tags cannot be', async () => {
    const env = jobs.github();
    const args = ['process', 'github', '-d', '2h', '--session-name', 'job-7', '--read-only'];
    assert.equal((await run(args, env)).status, 0);
    assert.match(jobs.aws.server.calls.at(-1)?.principal ?? '', /assumed-role\/Deploy\/job-7$/);
    const tagged = await run(['process', 'github', '--tag', 'a=b'], env);
    assert.equal(tagged.status, 2);
    assert.match(tagged.stderr, /--tag cannot be sent with a token/);
  });

  it('goes to AWS’s own host or this machine alone', async () => {
    const env = { ...jobs.github(), AWS_ENDPOINT_URL_STS: 'https://sts.evil.example' };
    const { status, stderr } = await run(['process', 'github', '--refresh'], env);
    assert.equal(status, 2);
    assert.match(stderr, /would receive sign-in secrets; nothing was sent/);
  });
});

describe('a job without a profile', () => {
  const ROLE = ['--role-arn', DEPLOY_ROLE, '--web-identity', 'github-actions', '--region', 'eu-west-1'];
  const home = (): Env => ({ AWS_CONFIG_FILE: '/nonexistent', AWS_ENDPOINT_URL: jobs.aws.server.url });

  it('has a role by options, in assume, process, exec, whoami and explain', async () => {
    const env = { ...jobs.github(), ...home() };
    for (const [command, more] of [
      ['assume', ['-o', 'posix']],
      ['process', []],
      ['exec', ['--', 'true']],
      ['whoami', []],
      ['explain', []],
    ] as const) {
      const { status, stderr } = await run([command, ...ROLE, ...more], env);
      assert.equal(status, 0, `${command}: ${stderr}`);
    }
    const assumed = await run(['assume', ...ROLE, '-o', 'posix'], env);
    assert.match(assumed.stdout, /AWSCRED_PROFILE=github-actions;/);
    assert.match((await run(['explain', ...ROLE])).stdout, /--role-arn/);
  });

  it('has what a pod’s variables say with --from-env', async () => {
    jobs.aws.sandbox.write('pod-token', await jobs.gitlabToken());
    const env = {
      ...home(),
      AWS_WEB_IDENTITY_TOKEN_FILE: join(jobs.aws.sandbox.home, 'pod-token'),
      AWS_ROLE_ARN: DEPLOY_ROLE,
      AWS_ROLE_SESSION_NAME: 'pod-1',
      AWS_REGION: 'eu-west-1',
    };
    const { stdout, stderr } = await run(['whoami', '--from-env'], env);
    assert.equal(stdout, `arn:aws:sts::${PROD}:assumed-role/Deploy/pod-1\n`, stderr);
    const missing = await run(['process', '--from-env'], { ...home(), AWS_ROLE_ARN: DEPLOY_ROLE });
    assert.equal(missing.status, 2);
    assert.match(missing.stderr, /AWS_WEB_IDENTITY_TOKEN_FILE is not set/);
  });

  it('has the keys of the environment with --from-env, and one more role', async () => {
    const keys = JSON.parse((await run(['process', 'github'], jobs.github())).stdout) as Record<
      string,
      string
    >;
    const env = {
      ...home(),
      AWS_ACCESS_KEY_ID: keys['AccessKeyId'],
      AWS_SECRET_ACCESS_KEY: keys['SecretAccessKey'],
      AWS_SESSION_TOKEN: keys['SessionToken'],
      AWS_REGION: 'eu-west-1',
    };
    const alone = await run(['whoami', '--from-env'], env);
    assert.match(alone.stdout, /assumed-role\/Deploy\//, alone.stderr);
    const args = ['whoami', '--from-env', '--role-arn', NEXT_ROLE, '--session-name', 'next'];
    const next = await run(args, env);
    assert.equal(next.stdout, `arn:aws:sts::${PROD}:assumed-role/Next/next\n`, next.stderr);
  });

  it('is what credential_source = Environment finds where there are no keys', async () => {
    jobs.aws.sandbox.write('pod-token', await jobs.gitlabToken());
    const config = jobs.aws.sandbox.write(
      'pod-config',
      `[profile pod]\nrole_arn = ${NEXT_ROLE}\ncredential_source = Environment\nregion = eu-west-1\n`,
    );
    const { stdout, stderr } = await run(['whoami', 'pod'], {
      AWS_CONFIG_FILE: config,
      AWS_ENDPOINT_URL: jobs.aws.server.url,
      AWS_WEB_IDENTITY_TOKEN_FILE: join(jobs.aws.sandbox.home, 'pod-token'),
      AWS_ROLE_ARN: DEPLOY_ROLE,
    });
    assert.match(stdout, /assumed-role\/Next\//, stderr);
  });

  it('is refused another account than it allows', async () => {
    // Else the real AWS is to prove the account.
    jobs.aws.sandbox.write('.config/awscred/config.ini', 'trusted_endpoints = 127.0.0.1\n');
    const env = { ...jobs.github(), ...home() };
    const allowed = await run(['process', ...ROLE, '--allowed-account-ids', `111122223333, ${PROD}`], env);
    assert.equal(allowed.status, 0, allowed.stderr);
    const { status, stderr, stdout } = await run(
      ['process', ...ROLE, '--allowed-account-ids', '111122223333'],
      env,
    );
    assert.equal(status, 2);
    assert.equal(stdout, '');
    assert.match(stderr, /leads to account 444455556666, which --allowed-account-ids does not name/);
  });

  for (const [what, args, says] of [
    ['two ways', [...ROLE, '--from-env'], /use one/],
    ['no role', ['--web-identity', 'github-actions'], /--role-arn/],
    ['an audience alone', ['--web-identity-audience', 'x', 'github'], /belongs to --web-identity/],
    ['a profile beside it', [...ROLE, 'github'], /name no profile beside it/],
    [
      'an unknown provider',
      ['--role-arn', DEPLOY_ROLE, '--web-identity', 'jenkins'],
      /not one of github-actions/,
    ],
    [
      'gitlab without a variable',
      ['--role-arn', DEPLOY_ROLE, '--web-identity', 'gitlab'],
      /does not name the variable/,
    ],
    ['no account numbers', [...ROLE, '--allowed-account-ids', '12'], /not an account number/],
  ] as const) {
    it(`is exit 2 for ${what}`, async () => {
      const { status, stderr } = await run(['process', ...args], { ...jobs.github(), ...home() });
      assert.equal(status, 2, stderr);
      assert.match(stderr, says);
    });
  }
});

describe('a token that cannot be used', () => {
  const place = /~\/\.aws\/config:\d+/;

  beforeEach(() => {
    jobs.aws.sandbox.write('token', 'x');
  });

  const rows: readonly (readonly [string, string | null, number, RegExp])[] = [
    ['is not there', null, 2, /there is no token file/],
    ['is empty', '\n', 2, /is empty/],
    ['is not a JWT', 'hello world', 2, /is not a JSON Web Token/],
    ['is a JWT with a line break inside', 'a.b\n.c', 2, /is not a JSON Web Token/],
    ['is huge', `a.${'b'.repeat(30_000)}.c`, 2, /is not a JSON Web Token/],
  ];
  for (const [what, text, status, says] of rows) {
    it(what, async () => {
      if (text === null) {
        const config = jobs.config().replaceAll('/token\n', '/no-token\n');
        jobs.aws.sandbox.write('.aws/config', config);
      } else {
        jobs.aws.sandbox.write('token', text);
      }
      const result = await run(['process', 'file', '--refresh']);
      jobs.aws.sandbox.write('.aws/config', jobs.config());
      assert.equal(result.status, status, result.stderr);
      assert.match(result.stderr, says);
      assert.match(result.stderr, place);
    });
  }

  it('is a folder', async () => {
    const folder = join(jobs.aws.sandbox.home, 'folder');
    mkdirSync(folder);
    jobs.aws.sandbox.write('.aws/config', jobs.config().replaceAll('/token\n', '/folder\n'));
    const result = await run(['process', 'file', '--refresh']);
    jobs.aws.sandbox.write('.aws/config', jobs.config());
    assert.equal(result.status, 2, result.stderr);
    assert.match(result.stderr, place);
  });

  it('has expired: exit 3, nothing sent', async () => {
    jobs.aws.sandbox.write('token', await jobs.gitlabToken({ lifetime: -60 }));
    const calls = jobs.aws.server.calls.length;
    const { status, stderr } = await run(['process', 'file', '--refresh']);
    assert.equal(status, 3, stderr);
    assert.match(stderr, /expired 1m ago/);
    assert.match(stderr, place);
    assert.equal(jobs.aws.server.calls.length, calls);
  });

  it('has an audience that IAM does not list: exit 3 with the fix', async () => {
    jobs.aws.sandbox.write('token', await jobs.gitlabToken({ audience: 'https://other.example' }));
    const { status, stderr } = await run(['process', 'file', '--refresh']);
    assert.equal(status, 3, stderr);
    assert.match(stderr, /does not list the audience https:\/\/other\.example/);
  });

  it('is of a provider that the account does not have: exit 3 with the fix', async () => {
    const token = await jobs.aws.server.oidcToken({
      issuer: 'https://unknown.example',
      subject: 's',
      audience: 'a',
      lifetime: 60,
    });
    jobs.aws.sandbox.write('token', token);
    const { status, stderr } = await run(['process', 'file', '--refresh']);
    assert.equal(status, 3, stderr);
    assert.match(stderr, /account 444455556666 has no OIDC provider for unknown\.example/);
    assert.match(stderr, /create it under IAM, Identity providers/);
  });

  it('is signed by somebody else', async () => {
    const [head, body, signature = ''] = (await jobs.gitlabToken()).split('.');
    const forged = `${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`;
    jobs.aws.sandbox.write('token', `${head}.${body}.${forged}`);
    assert.equal((await run(['process', 'file', '--refresh'])).status, 3);
  });

  it('is never shown, whatever goes wrong', async () => {
    const token = await jobs.gitlabToken({ audience: 'https://other.example' });
    jobs.aws.sandbox.write('token', token);
    const { stderr } = await run(['process', 'file', '--refresh', '--debug']);
    assert.ok(!stderr.includes(token.split('.')[2] ?? token));
  });
});

describe('GitHub’s tokens', () => {
  it('a trust policy that names the old subject is told from the token’s', async () => {
    const { status, stderr } = await run(['process', 'github', '--refresh'], jobs.github('moved'));
    assert.equal(status, 3, stderr);
    assert.match(stderr, /sub repo:acme@1001\/app@2002:ref:refs\/heads\/main/);
    assert.match(
      stderr,
      /likely {2}1 {2}the trust policy names GitHub's old subject repo:acme\/app:ref:refs\/heads\/main/,
    );
  });

  const ACTIONS = { GITHUB_ACTIONS: 'true' };
  const rows: readonly (readonly [string, Env, number, RegExp])[] = [
    ['no id-token permission', ACTIONS, 3, /permissions: id-token: write/],
    [
      'a fork’s pull request',
      { ...ACTIONS, GITHUB_EVENT_NAME: 'pull_request' },
      3,
      /pull requests from forks/,
    ],
    ['outside a job', {}, 2, /this is no job of GitHub Actions/],
  ];
  for (const [what, env, status, says] of rows) {
    it(what, async () => {
      const result = await run(['process', 'github', '--refresh'], env);
      assert.equal(result.status, status, result.stderr);
      assert.match(result.stderr, says);
    });
  }

  it('a wrong request token', async () => {
    const env = { ...jobs.github(), ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'wrong' };
    const { status, stderr } = await run(['process', 'github', '--refresh'], env);
    assert.equal(status, 3, stderr);
    assert.ok(!stderr.includes('wrong'));
  });

  it('a server that fails twice is asked again; one that is not there ends with 6 within 5 s', async () => {
    jobs.aws.server.fail({ service: 'github', times: 2, how: { kind: 'status', status: 503 } });
    assert.equal((await run(['process', 'github', '--refresh'], jobs.github())).status, 0);
    const begun = Date.now();
    const env = { ...jobs.github(), ACTIONS_ID_TOKEN_REQUEST_URL: 'http://127.0.0.1:9/x?run=1' };
    const { status, stderr } = await run(['process', 'github', '--refresh'], env);
    assert.equal(status, 6, stderr);
    assert.ok(Date.now() - begun < 5000);
  });

  it('are not fetched over plain http from elsewhere', async () => {
    const env = { ...jobs.github(), ACTIONS_ID_TOKEN_REQUEST_URL: 'http://192.0.2.1/x?run=1' };
    const { status } = await run(['process', 'github', '--refresh'], env);
    assert.equal(status, 2);
  });
});
