import assert from 'node:assert/strict';
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { awsCliEnvironment } from '../support/aws/aws-cli.ts';
import { localAws, PRESS_ALLOW, type LocalAws } from '../support/aws/local-aws.ts';
import { needs } from '../support/process/needs.ts';
import { AWSCRED } from '../support/sandbox.ts';

const AWS = '/usr/bin/aws';
const PYTHON = '/usr/bin/python3';
const READ_ONLY = 'arn:aws:sts::444455556666:assumed-role/ReadOnly/awscred-jane';

const WHO_AM_I = `
import boto3, sys
session = boto3.Session(profile_name=sys.argv[1] or None)
print(session.client("sts").get_caller_identity()["Arn"])
`;

/** The one line that a person adds to ~/.aws/config, with absolute paths. */
function credentialProcess(profile: string): string {
  return `credential_process = ${process.execPath} ${AWSCRED} process ${profile}`;
}

describe('every AWS tool, through a credential_process line', () => {
  let aws: LocalAws;
  let env: Record<string, string>;

  before(async () => {
    aws = await localAws();
    appendFileSync(
      join(aws.sandbox.home, '.aws', 'config'),
      `\n[profile tools]\n${credentialProcess('prod-readonly')}\n[profile broken]\n${credentialProcess('nosuch')}\n`,
    );
    // The tools get their environment from nobody but us: what awscred inherits through them is this.
    env = awsCliEnvironment(aws.server.url, aws.sandbox.home);
    const signedIn = await aws.sandbox.run(['login', 'acme'], { env: { BROWSER: PRESS_ALLOW } });
    assert.equal(signedIn.status, 0, signedIn.stderr);
  });

  const identity = ['sts', 'get-caller-identity', '--query', 'Arn', '--output', 'text'];

  it('the AWS CLI is the role', { skip: needs(AWS) }, async () => {
    const result = await aws.sandbox.program([AWS, '--profile', 'tools', ...identity], { env });
    assert.equal(result.status, 0, result.stderr);
    assert.equal(result.stdout.trim(), READ_ONLY);
    assert.equal(result.stderr, '');
    assert.deepEqual(aws.server.calls.map((call) => call.operation).slice(-4), [
      'GetRoleCredentials',
      'AssumeRole',
      'AssumeRole',
      'GetCallerIdentity',
    ]);
  });

  it('the AWS CLI under AWS_PROFILE: the answer is from the store', { skip: needs(AWS) }, async () => {
    const calls = aws.count('AssumeRole');
    const result = await aws.sandbox.program([AWS, ...identity], { env: { ...env, AWS_PROFILE: 'tools' } });
    assert.equal(result.stdout.trim(), READ_ONLY, result.stderr);
    assert.equal(aws.count('AssumeRole'), calls);
  });

  it('boto3 is the role, by profile_name and under AWS_PROFILE', { skip: needs(PYTHON) }, async () => {
    const named = await aws.sandbox.program([PYTHON, '-c', WHO_AM_I, 'tools'], { env });
    assert.equal(named.stdout.trim(), READ_ONLY, named.stderr);
    const ambient = await aws.sandbox.program([PYTHON, '-c', WHO_AM_I, ''], {
      env: { ...env, AWS_PROFILE: 'tools' },
    });
    assert.equal(ambient.stdout.trim(), READ_ONLY, ambient.stderr);
  });

  it(
    'boto3 reads the shape: a frozen set with a token and an expiry to refresh at',
    { skip: needs(PYTHON) },
    async () => {
      const script = `
import boto3
found = boto3.Session(profile_name="tools").get_credentials()
frozen = found.get_frozen_credentials()
print(found.method, frozen.access_key[:4], bool(frozen.token), found.refresh_needed(), found.refresh_needed(refresh_in=3700))
`;
      const result = await aws.sandbox.program([PYTHON, '-c', script], { env });
      assert.equal(result.stdout.trim(), 'custom-process ASIA True False True', result.stderr);
    },
  );

  it('a failure reaches the person through the AWS CLI’s own message', { skip: needs(AWS) }, async () => {
    const result = await aws.sandbox.program([AWS, '--profile', 'broken', ...identity], { env });
    assert.notEqual(result.status, 0);
    assert.equal(result.stdout, '');
    assert.match(
      result.stderr,
      /Error when retrieving credentials from custom-process: awscred: no profile "nosuch"/,
    );
  });

  it('a signed-out session says through boto3 what to type', { skip: needs(PYTHON) }, async () => {
    await aws.sandbox.run(['logout', 'acme']);
    const result = await aws.sandbox.program([PYTHON, '-c', WHO_AM_I, 'tools'], { env });
    assert.notEqual(result.status, 0);
    assert.match(result.stderr, /awscred login acme/);
  });
});
