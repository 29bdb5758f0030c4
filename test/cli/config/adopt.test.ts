import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { before, describe, it } from 'node:test';
import { awsCliEnvironment } from '../../support/aws/aws-cli.ts';
import { localAws, PRESS_ALLOW, type LocalAws } from '../../support/aws/local-aws.ts';
import { needs } from '../../support/process/needs.ts';
import { AWSCRED, ROOT, type RunResult, Sandbox } from '../../support/sandbox.ts';

const AWS = '/usr/bin/aws';
const PYTHON = '/usr/bin/python3';
const READ_ONLY = 'arn:aws:sts::444455556666:assumed-role/ReadOnly';

const BOTO3 = `
import boto3, sys
session = boto3.Session(profile_name=sys.argv[1])
print(session.get_credentials().method, session.client("sts").get_caller_identity()["Arn"])
`;

/** The SDK's own provider chain, config loader and endpoint: nothing is given to the client. */
const SDK = `
import { GetCallerIdentityCommand, STSClient } from '${pathToFileURL(join(ROOT, 'node_modules/@aws-sdk/client-sts/dist-cjs/index.js')).href}';
const { Arn } = await new STSClient({}).send(new GetCallerIdentityCommand({}));
console.log(Arn);
`;

/** Names that a shell, botocore or cmd could read otherwise than they stand. */
const HOSTILE = [
  'say "hi"',
  'a b',
  "it's",
  'a;b',
  '$(touch pwned)',
  '`touch pwned`',
  '50%',
  'a\\b',
  'x & touch pwned',
  '-v',
  'a|b>c',
  '本番',
  '*',
];

const filesIn = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true }).map(String).toSorted();

function header(name: string): string {
  const escaped = name.replace(/["\\]/g, '\\$&');
  return /^[\w.-]+$/.test(name) ? name : `"${escaped}"`;
}

async function signedIn(): Promise<LocalAws & { env: Record<string, string>; config: string }> {
  const aws = await localAws();
  const env = awsCliEnvironment(aws.server.url, aws.sandbox.home);
  const login = await aws.sandbox.run(['login', 'acme'], { env: { BROWSER: PRESS_ALLOW } });
  assert.equal(login.status, 0, login.stderr);
  return { ...aws, env, config: join(aws.sandbox.home, '.aws', 'config') };
}

async function arnBy(
  tool: readonly string[],
  aws: LocalAws,
  env: Record<string, string>,
): Promise<RunResult> {
  return aws.sandbox.program(tool, { env });
}

const cli = (profile: string): readonly string[] => [
  AWS,
  '--profile',
  profile,
  'sts',
  'get-caller-identity',
  '--query',
  'Arn',
  '--output',
  'text',
];

describe('adopted profiles', () => {
  let aws: Awaited<ReturnType<typeof signedIn>>;
  let old: string;

  before(async () => {
    aws = await signedIn();
    aws.sandbox.append(
      join('.aws', 'config'),
      '\n[profile by-hand]\r\nrole_arn = arn:aws:iam::444455556666:role/ReadOnly\r\nsource_profile = hub\r\nregion = eu-west-1',
    );
    old = readFileSync(aws.config, 'utf8');
    const adopted = await aws.sandbox.run(['adopt', 'bastion', 'hub', 'prod-*']);
    assert.equal(adopted.status, 0, adopted.stderr);
    assert.match(
      adopted.stderr,
      /^awscred: adopted bastion, hub, prod-readonly, prod-admin in ~\/\.aws\/config; a copy/,
    );
    // No other tool finds a way of its own: the local AWS would refuse its sign-in.
    assert.doesNotMatch(readFileSync(aws.config, 'utf8'), /^(?!awscred_)sso_account_id|^external_id/m);
  });

  it('are the AWS CLI’s, through the whole chain', { skip: needs(AWS) }, async () => {
    const result = await arnBy(cli('prod-readonly'), aws, aws.env);
    assert.equal(result.stdout.trim(), `${READ_ONLY}/awscred-jane`, result.stderr);
    const more = await arnBy(cli('prod-admin'), aws, aws.env);
    assert.match(more.stdout, /assumed-role\/Admin/, more.stderr);
  });

  it('are a source for a profile that is not adopted', { skip: needs(AWS) }, async () => {
    const result = await arnBy(cli('by-hand'), aws, aws.env);
    assert.match(result.stdout, /assumed-role\/ReadOnly\/botocore/, result.stderr);
  });

  it('are boto3’s', { skip: needs(PYTHON) }, async () => {
    const result = await arnBy([PYTHON, '-c', BOTO3, 'prod-readonly'], aws, aws.env);
    assert.equal(result.stdout.trim(), `custom-process ${READ_ONLY}/awscred-jane`, result.stderr);
  });

  it('are the SDK’s for JavaScript, through its own provider chain', async () => {
    const env = { ...aws.env, AWS_PROFILE: 'prod-readonly' };
    const result = await arnBy([process.execPath, '--input-type=module', '-e', SDK], aws, env);
    assert.equal(result.stdout.trim(), `${READ_ONLY}/awscred-jane`, result.stderr);
  });

  it('are no circle for awscred, and no miss in its cache', async () => {
    const calls = aws.count('AssumeRole');
    const result = await aws.sandbox.run(['explain', 'prod-readonly', '--json']);
    const { steps } = JSON.parse(result.stdout) as {
      steps: { kind: string; settings: Record<string, { line: number }>; cached: unknown }[];
    };
    assert.deepEqual(
      steps.map(({ kind }) => kind),
      ['sso', 'assume-role', 'assume-role'],
    );
    const lines = old.split('\n').length;
    assert.ok((steps[2]?.settings['role_arn']?.line ?? lines) < lines);
    const said = await aws.sandbox.run(['assume', 'prod-readonly']);
    assert.equal(said.status, 0, said.stderr);
    assert.equal(aws.count('AssumeRole'), calls);
  });

  it('adopts twice without a change, and restores every byte', async () => {
    const adopted = readFileSync(aws.config, 'utf8');
    const again = await aws.sandbox.run(['adopt', 'hub', 'bastion']);
    assert.equal(again.status, 0);
    assert.equal(again.stderr, 'awscred: already adopted: hub, bastion\n');
    assert.equal(readFileSync(aws.config, 'utf8'), adopted);
    const back = await aws.sandbox.run(['unadopt', '--all']);
    assert.equal(back.status, 0, back.stderr);
    assert.equal(readFileSync(aws.config, 'utf8'), old);
    const calls = aws.count('AssumeRole');
    assert.equal((await aws.sandbox.run(['assume', 'prod-readonly'])).status, 0);
    assert.equal(aws.count('AssumeRole'), calls);
    const none = await aws.sandbox.run(['unadopt', 'hub']);
    assert.deepEqual([none.status, none.stderr], [0, 'awscred: already not adopted: hub\n']);
  });
});

describe('hostile names', { skip: needs(AWS, PYTHON) }, () => {
  it('are adopted and work everywhere, and portably only where every system reads them alike', async () => {
    const aws = await signedIn();
    aws.sandbox.append(
      join('.aws', 'config'),
      HOSTILE.map(
        (name) =>
          `\n[profile ${header(name)}]\nrole_arn = arn:aws:iam::444455556666:role/ReadOnly\nsource_profile = hub\nregion = eu-west-1\nendpoint_url = ${aws.server.url}\n`,
      ).join(''),
    );
    const done = await aws.sandbox.run(['adopt', '--all', '--json']);
    assert.equal(done.status, 0, done.stderr);
    const { changed, skipped } = JSON.parse(done.stdout) as {
      changed: string[];
      skipped: { profile: string; reason: string }[];
    };
    assert.deepEqual(
      skipped.filter(({ profile }) => HOSTILE.includes(profile)),
      [],
    );
    for (const name of HOSTILE.filter((each) => changed.includes(each))) {
      const result = await arnBy([PYTHON, '-c', BOTO3, name], aws, aws.env);
      assert.equal(
        result.stdout.trim(),
        `custom-process ${READ_ONLY}/awscred-jane`,
        `${name}: ${result.stderr}`,
      );
    }
    assert.deepEqual(
      HOSTILE.filter((name) => !changed.includes(name)),
      [],
    );
    // A shell, as the SDKs for JavaScript and Go start one, reads the same words.
    const lines = readFileSync(aws.config, 'utf8').matchAll(/^credential_process = (.*)$/gm);
    for (const [, line = ''] of lines) {
      const words = await aws.sandbox.program(['/bin/sh', '-c', `printf '%s\\n' ${line}`]);
      const split = await aws.sandbox.program([
        PYTHON,
        '-c',
        'import shlex, sys\nprint("\\n".join(shlex.split(sys.argv[1])))',
        line,
      ]);
      assert.equal(words.stdout, split.stdout);
    }
    const portable = await aws.sandbox.run(['adopt', '--portable', '$(touch pwned)']);
    assert.equal(portable.status, 2);
    assert.match(
      portable.stderr,
      /cannot be adopted: a shell, botocore and cmd read "\$\(touch pwned\)" differently\n/,
    );
    const pwned = await aws.sandbox.program(['/bin/ls', aws.sandbox.home]);
    assert.doesNotMatch(pwned.stdout, /pwned/);
  });
});

describe('the words that start awscred', () => {
  it('are the launcher where one is installed, Node and awscred.cjs else, `awscred` if portable', async () => {
    const { sandbox, config } = await signedIn();
    const lineOf = (): string => /^credential_process = (.*)$/m.exec(readFileSync(config, 'utf8'))?.[1] ?? '';
    await sandbox.run(['adopt', 'hub']);
    assert.equal(lineOf(), `"${process.execPath}" "${AWSCRED}" process hub`);
    await sandbox.run(['adopt', 'hub', '--portable']);
    assert.equal(lineOf(), 'awscred process hub');
    const installed = await sandbox.run(['install-launcher']);
    assert.equal(installed.status, 0, installed.stderr);
    await sandbox.run(['adopt', 'hub']);
    assert.equal(lineOf(), `"${join(sandbox.home, '.local/bin/awscred-launcher')}" process hub`);
    const explained = await sandbox.run(['explain', 'hub']);
    assert.equal(explained.status, 0, explained.stderr);
  });

  it('is a dry run’s diff, with secrets masked, and nothing is written', async () => {
    const sandbox = new Sandbox();
    const config = join(sandbox.home, '.aws', 'config');
    const text = '[profile k]\naws_access_key_id = AKIAEXAMPLEJANEUSER2\naws_secret_access_key = s/ecret\n';
    writeFileSync(config, text);
    const files = filesIn(sandbox.home);
    const result = await sandbox.run(['adopt', 'k', '--dry-run']);
    assert.deepEqual(filesIn(sandbox.home), files);
    assert.equal(result.status, 0, result.stderr);
    assert.match(result.stdout, /^-aws_secret_access_key = \*{8}\n-?/m);
    assert.match(result.stdout, /^\+credential_process = .* process k$/m);
    assert.doesNotMatch(result.stdout, /ecret\b/);
    assert.equal(readFileSync(config, 'utf8'), text);
  });
});
