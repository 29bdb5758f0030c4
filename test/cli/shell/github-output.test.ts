import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, beforeEach, describe, it } from 'node:test';
import { githubExport } from '../../../src/outputs/github.ts';
import { DEPLOY_ROLE, Jobs, PROD } from '../../support/aws/job-world.ts';
import { AWSCRED, ROOT } from '../../support/sandbox.ts';

let jobs: Jobs;
let files: { env: string; output: string };

before(async () => {
  jobs = await Jobs.start();
});

beforeEach(() => {
  const { sandbox } = jobs.aws;
  files = { env: sandbox.write('github-env', ''), output: sandbox.write('github-output', '') };
});

const surroundings = (more: Readonly<Record<string, string>> = {}) => ({
  ...jobs.github(),
  GITHUB_ENV: files.env,
  GITHUB_OUTPUT: files.output,
  AWSCRED_STORE: 'none',
  ...more,
});

const run = async (args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  jobs.aws.sandbox.run(args, { env: surroundings(env) });

/** Reads an environment file as GitHub's runner does. */
function parsed(path: string): ReadonlyMap<string, string> {
  const lines = readFileSync(path, 'utf8').split('\n');
  const values = new Map<string, string>();
  while (lines.length > 1) {
    const [name = '', delimiter = ''] = (lines.shift() ?? '').split('<<');
    const end = lines.indexOf(delimiter);
    assert.ok(end >= 0 && delimiter !== '', `${name} has no end`);
    values.set(name, lines.slice(0, end).join('\n'));
    lines.splice(0, end + 1);
  }
  return values;
}

describe('assume -o github', () => {
  it('masks on stdout, and writes the rest to GITHUB_ENV', async () => {
    const { status, stdout, stderr } = await run(['assume', 'github', '-o', 'github']);
    assert.equal(status, 0, stderr);
    const env = parsed(files.env);
    const secrets = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN'].map(
      (name) => env.get(name) ?? '',
    );
    assert.equal(stdout, secrets.map((secret) => `::add-mask::${secret}\n`).join(''));
    assert.equal(env.get('AWS_REGION'), 'eu-west-1');
    assert.equal(env.get('AWS_ACCOUNT_ID'), PROD);
    assert.deepEqual([...parsed(files.output)], [['aws-account-id', PROD]]);
    assert.ok(secrets.every((secret) => !stderr.includes(secret)));
  });

  it('masks the account with --mask-account, and gives outputs with --output-credentials', async () => {
    const args = ['assume', 'github', '-o', 'github', '--mask-account', '--output-credentials'];
    const { stdout } = await run(args);
    assert.match(stdout, new RegExp(`^::add-mask::${PROD}$`, 'm'));
    assert.deepEqual(
      [...parsed(files.output).keys()],
      ['aws-account-id', 'aws-access-key-id', 'aws-secret-access-key', 'aws-session-token', 'aws-expiration'],
    );
  });

  it('empties what earlier steps have left, and keeps what is not AWS’s', async () => {
    jobs.aws.sandbox.write('github-env', 'OTHER=1\n');
    await run(['assume', 'github', '-o', 'github'], { AWS_PROFILE: 'x' });
    const text = readFileSync(files.env, 'utf8');
    assert.ok(text.startsWith('OTHER=1\n'));
    assert.match(text, /AWS_PROFILE<<(\w+)\n\n\1\n/);
  });

  it('undoes itself', async () => {
    const env = { AWS_ACCESS_KEY_ID: 'ASIAX', AWS_SECRET_ACCESS_KEY: 's', AWSCRED_PROFILE: 'github' };
    const { status, stdout } = await run(['assume', '--unset', '-o', 'github'], env);
    assert.deepEqual([status, stdout], [0, '']);
    assert.equal(parsed(files.env).get('AWS_ACCESS_KEY_ID'), '');
  });

  it('exports nothing that could not be masked first', async () => {
    const child = spawn(process.execPath, [AWSCRED, 'assume', 'github', '-o', 'github'], {
      env: jobs.aws.sandbox.environment(surroundings()),
      stdio: ['ignore', openSync('/dev/full', 'w'), 'pipe'],
    });
    let stderr = '';
    child.stderr?.on('data', (data: Buffer) => (stderr += data.toString()));
    const status = await new Promise((resolve) => child.once('close', resolve));
    assert.equal(status, 1, stderr);
    assert.equal(readFileSync(files.env, 'utf8'), '');
    assert.match(stderr, /nothing was exported/);
  });

  it('is exit 2 outside a job, before any call', async () => {
    const calls = jobs.aws.server.calls.length;
    const { status, stderr } = await jobs.aws.sandbox.run(['assume', 'github', '-o', 'github']);
    assert.equal(status, 2);
    assert.match(stderr, /GITHUB_ENV is not set/);
    assert.equal(jobs.aws.server.calls.length, calls);
  });

  it('is exit 1 where the file is gone', async () => {
    const { status, stderr } = await run(['assume', 'github', '-o', 'github'], { GITHUB_ENV: '/no/such' });
    assert.equal(status, 1, stderr);
  });

  it('holds hostile values exactly, and refuses what would end its line', () => {
    const hostile = ['a\nb', '::add-mask::x', 'EOF\nPATH=/evil', '${{ secrets }}', 'x<<EOF'];
    for (const value of hostile) {
      const made = githubExport({
        exports: { set: [{ name: 'AWSCRED_PROFILE', value }], unset: [] },
        delimiter: 'awscred_0123',
        get: () => null,
        masksAccount: false,
        outputsCredentials: false,
      });
      const path = jobs.aws.sandbox.write('hostile', made.env);
      assert.deepEqual([...parsed(path)], [['AWSCRED_PROFILE', value]]);
    }
    const ends = { name: 'AWSCRED_PROFILE', value: 'awscred_0123' };
    assert.throws(() =>
      githubExport({
        exports: { set: [ends], unset: [] },
        delimiter: 'awscred_0123',
        get: () => null,
        masksAccount: false,
        outputsCredentials: false,
      }),
    );
  });
});

describe('the action', () => {
  const action = (): string => readFileSync(join(ROOT, 'action.yml'), 'utf8');

  it('puts no input into a script’s text', () => {
    for (const [, script = ''] of action().matchAll(/^ *run: (.*(?:\n {8,}.*)*)/gm)) {
      assert.ok(!script.includes('${{'), script);
    }
    assert.ok(!readFileSync(join(ROOT, 'scripts/action.sh'), 'utf8').includes('${{'));
  });

  it('has the inputs and outputs that users of configure-aws-credentials know', () => {
    for (const name of [
      'role-to-assume aws-region role-duration-seconds role-session-name audience allowed-account-ids',
      'role-chaining role-external-id mask-aws-account-id unset-current-credentials output-credentials',
      'aws-account-id aws-access-key-id aws-secret-access-key aws-session-token aws-expiration',
    ].flatMap((names) => names.split(' '))) {
      assert.match(action(), new RegExp(`^ {2}${name}:$`, 'm'));
    }
  });

  const inputs = (change: Readonly<Record<string, string>> = {}) => ({
    GITHUB_ACTION_PATH: ROOT,
    AWSCRED_ROLE: DEPLOY_ROLE,
    AWSCRED_JOB_REGION: 'eu-west-1',
    AWSCRED_SECONDS: '3600',
    AWSCRED_SESSION_NAME: 'GitHubActions',
    AWSCRED_AUDIENCE: 'sts.amazonaws.com',
    AWSCRED_ACCOUNTS: '',
    AWSCRED_CHAINING: 'false',
    AWSCRED_EXTERNAL_ID: '',
    AWSCRED_MASK: 'false',
    AWSCRED_UNSET: 'false',
    AWSCRED_OUTPUT: 'false',
    AWS_ENDPOINT_URL: jobs.aws.server.url,
    AWS_CONFIG_FILE: '/nonexistent',
    ...change,
  });

  const step = async (change: Readonly<Record<string, string>> = {}) =>
    jobs.aws.sandbox.program(['bash', join(ROOT, 'scripts/action.sh')], {
      env: surroundings(inputs(change)),
    });

  it('gives the job credentials', async () => {
    const { status, stderr } = await step({ AWSCRED_MASK: 'true', AWSCRED_OUTPUT: 'true' });
    assert.equal(status, 0, stderr);
    assert.match(parsed(files.env).get('AWS_ACCESS_KEY_ID') ?? '', /^ASIA/);
    assert.match(parsed(files.output).get('aws-session-token') ?? '', /./);
  });

  it('takes no input for code', async () => {
    for (const name of ['AWSCRED_ROLE', 'AWSCRED_SESSION_NAME', 'AWSCRED_AUDIENCE', 'AWSCRED_ACCOUNTS']) {
      const mark = join(jobs.aws.sandbox.home, 'owned');
      const { status } = await step({ [name]: `"; touch ${mark}; $(touch ${mark}) #` });
      assert.notEqual(status, 0);
      assert.throws(() => readFileSync(mark));
      assert.equal(readFileSync(files.env, 'utf8'), '');
    }
  });
});
