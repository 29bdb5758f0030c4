import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import { awsCliEnvironment } from '../../support/aws/aws-cli.ts';
import { chainConfig, chainWorld, TWO, USER_KEY, USER_SECRET } from '../../support/aws/chain-world.ts';
import { localAws, type LocalAws } from '../../support/aws/local-aws.ts';
import { needs } from '../../support/process/needs.ts';
import { quickVault } from '../../support/store/quick-vault.ts';
import { AWSCRED, type RunResult } from '../../support/sandbox.ts';
import { crowd } from '../../support/files/stress-home.ts';

const ROLE = 'arn:aws:iam::111122223333:role/Machine';
const WORLD = chainWorld({
  instance: { role: ROLE },
  container: { role: ROLE, id: 'task', token: 'pod-token' },
});

interface Way {
  /** The step's kind. */
  readonly kind: string;
  /** In a profile of its own, or of a role. */
  readonly word: string;
  /** The service and operation that are called once; null where nothing is called. */
  readonly call: readonly [string, string] | null;
  env(url: string): Readonly<Record<string, string>>;
}

const WAYS: readonly Way[] = [
  {
    kind: 'instance',
    word: 'Ec2InstanceMetadata',
    call: ['imds', 'GetCredentials'],
    env: (url) => ({ AWS_EC2_METADATA_SERVICE_ENDPOINT: url }),
  },
  {
    kind: 'container',
    word: 'EcsContainer',
    call: ['container', 'GetCredentials'],
    env: (url) => ({
      AWS_CONTAINER_CREDENTIALS_FULL_URI: `${url}/v1/credentials`,
      AWS_CONTAINER_AUTHORIZATION_TOKEN: 'pod-token',
    }),
  },
  {
    kind: 'environment',
    word: 'Environment',
    call: null,
    env: () => ({ AWS_ACCESS_KEY_ID: USER_KEY, AWS_SECRET_ACCESS_KEY: USER_SECRET }),
  },
];

for (const way of WAYS) {
  describe(`credentials of this machine: ${way.kind}`, () => {
    let aws: LocalAws;
    let env: Readonly<Record<string, string>>;

    beforeEach(async () => {
      aws = await localAws(WORLD);
      await quickVault(aws.sandbox);
      env = way.env(aws.server.url);
      const { url } = aws.server;
      aws.sandbox.write(
        '.aws/config',
        `${chainConfig(url, `awscred_source = ${way.kind}`)}[profile role]
region = eu-west-1
endpoint_url = ${url}
role_arn = arn:aws:iam::222233334444:role/One
credential_source = ${way.word}
[profile role-two]
region = eu-west-1
endpoint_url = ${url}
role_arn = arn:aws:iam::333344445555:role/Two
source_profile = role
`,
      );
    });

    const run = async (...args: readonly string[]): Promise<RunResult> => aws.sandbox.run(args, { env });

    const calls = (): number =>
      way.call === null ? 0 : aws.server.count({ service: way.call[0] as 'imds', operation: way.call[1] });

    const arnOf = async (profile: string): Promise<string> => {
      const { stdout, stderr, status } = await run('whoami', profile, '--json');
      assert.equal(status, 0, stderr);
      return (JSON.parse(stdout) as { arn: string }).arn;
    };

    it('begins a chain by credential_source, asked once', async () => {
      assert.equal(await arnOf('role-two'), TWO);
      assert.equal(await arnOf('role-two'), TWO);
      assert.deepEqual([calls(), aws.count('AssumeRole')], [way.call === null ? 0 : 1, 2]);
    });

    it('works in assume, process and exec, behind two roles', async () => {
      for (const args of [
        ['process', 'role-two'],
        ['assume', '-o', 'json', 'role-two'],
        ['exec', 'role-two', '--', 'true'],
      ]) {
        const { status, stderr } = await run(...args);
        assert.equal(status, 0, stderr);
      }
      assert.equal(aws.count('AssumeRole'), 2);
    });

    it('is asked once, and each role once, by twenty at once behind two roles', async () => {
      const { results } = await crowd(20, async () => run('process', 'role-two'));
      assert.deepEqual(new Set(results.map(({ status }) => status)), new Set([0]), results[0]?.stderr);
      assert.deepEqual([calls(), aws.count('AssumeRole')], [way.call === null ? 0 : 1, 2]);
    });

    it('is explained, listed and checked without a call', async () => {
      const { stdout, stderr } = await run('explain', 'role-two', '--json');
      const { steps } = JSON.parse(stdout) as { steps: { kind: string; asks: number | null }[] };
      assert.deepEqual(
        steps.map((step) => step.kind),
        [way.kind, 'assume-role', 'assume-role'],
        stderr,
      );
      for (const args of [['list'], ['explain', 'role-two'], ['doctor']]) {
        await run(...args);
      }
      assert.equal(aws.server.calls.length, 0);
    });

    if (way.call !== null) {
      it('stands alone by awscred_source, and is asked once by twenty at once', async () => {
        const { results } = await crowd(20, async () => run('process', 'alone'));
        assert.deepEqual(new Set(results.map(({ status }) => status)), new Set([0]), results[0]?.stderr);
        assert.equal(new Set(results.map(({ stdout }) => stdout)).size, 1);
        assert.equal(calls(), 1);
        assert.match(await arnOf('two'), /assumed-role\/Two/);
      });

      it('is asked again below fifteen minutes, however short its life', async () => {
        aws.server.machineLife(600);
        for (const count of [1, 2]) {
          const { status, stderr, stdout } = await run('process', 'alone');
          assert.equal(status, 0, stderr);
          assert.match(stdout, /"Expiration"/);
          assert.equal(calls(), count);
        }
      });
    }

    it(
      'serves the AWS CLI and boto3 through awscred',
      { skip: needs('/usr/bin/aws', '/usr/bin/python3') },
      async () => {
        aws.sandbox.append(
          '.aws/config',
          `[profile tools]\ncredential_process = ${process.execPath} ${AWSCRED} process role-two\n`,
        );
        const both = { ...awsCliEnvironment(aws.server.url, aws.sandbox.home), ...env };
        const words = ['sts', 'get-caller-identity', '--query', 'Arn', '--output', 'text'];
        const withTools = { ...both, AWS_EC2_METADATA_DISABLED: undefined };
        const cli = await aws.sandbox.program(['/usr/bin/aws', '--profile', 'tools', ...words], {
          env: withTools,
        });
        assert.equal(cli.stdout, `${TWO}\n`, cli.stderr);
        const script =
          'import boto3; print(boto3.Session(profile_name="tools").client("sts").get_caller_identity()["Arn"])';
        const boto = await aws.sandbox.program(['/usr/bin/python3', '-c', script], { env: withTools });
        assert.equal(boto.stdout, `${TWO}\n`, boto.stderr);
      },
    );
  });
}
