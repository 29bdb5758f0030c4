import assert from 'node:assert/strict';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { DEPLOY_ROLE, Jobs, PROD } from '../../support/aws/job-world.ts';

/** Runs the line of the private config as an AWS tool would, and prints its answer and what of the job it has left. */
const RENEWAL = [
  '--',
  '/bin/sh',
  '-c',
  'env | grep -c "^AWS_ROLE\\|^AWS_WEB"; sed -n "s/^credential_process = //p" "$AWS_CONFIG_FILE" | tail -1 | sh',
];

describe('exec --live of a job that has no profile', () => {
  let jobs: Jobs;
  let home: Record<string, string>;

  before(async () => {
    jobs = await Jobs.start();
    home = { AWS_CONFIG_FILE: '/dev/null', AWS_ENDPOINT_URL: jobs.aws.server.url, AWS_REGION: 'eu-west-1' };
  });

  it('asks again by the options, and by the variables of a pod that its child does not have', async () => {
    jobs.aws.sandbox.write('pod-token', await jobs.gitlabToken());
    const pod = {
      AWS_WEB_IDENTITY_TOKEN_FILE: join(jobs.aws.sandbox.home, 'pod-token'),
      AWS_ROLE_ARN: DEPLOY_ROLE,
      AWS_ROLE_SESSION_NAME: 'pod-1',
    };
    for (const [options, env] of [
      [['--from-env'], pod],
      [['--role-arn', DEPLOY_ROLE, '--web-identity', 'github-actions'], jobs.github()],
    ] as const) {
      const words = ['exec', '--live', ...options, ...RENEWAL];
      const { stdout, stderr } = await jobs.aws.sandbox.run(words, { env: { ...home, ...env } });
      const [left, answer = ''] = stdout.split('\n');
      assert.equal(left, '0', stderr);
      const { AccessKeyId, AccountId } = JSON.parse(answer) as Record<string, string>;
      assert.match(AccessKeyId ?? '', /^ASIA/);
      assert.equal(AccountId, PROD);
    }
  });
});
