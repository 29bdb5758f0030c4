import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { awsCliEnvironment } from '../support/aws-cli.ts';
import { localAws, PRESS_ALLOW, type LocalAws } from '../support/local-aws.ts';
import { needs } from '../support/needs.ts';
import { AWSCRED } from '../support/sandbox.ts';

const ROLE = 'arn:aws:sts::444455556666:assumed-role/ReadOnly/awscred-jane';

describe(
  'other AWS tools through credential_process',
  { skip: needs('/usr/bin/aws', '/usr/bin/python3') },
  () => {
    let aws: LocalAws;
    let env: Record<string, string>;

    before(async () => {
      aws = await localAws();
      const signedIn = await aws.sandbox.run(['login', 'acme'], { env: { BROWSER: PRESS_ALLOW } });
      assert.equal(signedIn.status, 0, signedIn.stderr);
      // The tools see a profile that has nothing but the line; awscred, which they start, sees the same files.
      const line = `"${process.execPath}" "${AWSCRED}" process prod-readonly`;
      aws.sandbox.append(
        '.aws/config',
        `\n[profile tools]\nregion = eu-west-1\ncredential_process = ${line}\n`,
      );
      const { HOME: _, ...cli } = awsCliEnvironment(aws.server.url, aws.sandbox.home);
      env = cli;
    });

    it('the AWS CLI 2.9', async () => {
      const result = await aws.sandbox.program(
        [
          '/usr/bin/aws',
          'sts',
          'get-caller-identity',
          '--profile',
          'tools',
          '--query',
          'Arn',
          '--output',
          'text',
        ],
        { env },
      );
      assert.equal(result.status, 0, result.stderr);
      assert.equal(result.stdout.trim(), ROLE);
    });

    it('boto3', async () => {
      const script = `import boto3; print(boto3.Session(profile_name='tools').client('sts', endpoint_url='${aws.server.url}').get_caller_identity()['Arn'])`;
      const result = await aws.sandbox.program(['/usr/bin/python3', '-c', script], { env });
      assert.equal(result.status, 0, result.stderr);
      assert.equal(result.stdout.trim(), ROLE);
    });

    it('both from what was kept: one AssumeRole a hop', () => {
      assert.equal(aws.count('AssumeRole'), 2);
    });
  },
);
