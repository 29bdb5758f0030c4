import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'node:test';
import type { FaultRule } from '../../../src/dev-server/faults/fault-rule.ts';
import { chainConfig, chainWorld } from '../../support/aws/chain-world.ts';
import { headlessAws, type HeadlessAws } from '../../support/aws/headless-aws.ts';
import type { HeadlessResult } from '../../support/headless.ts';

const ROLE = 'arn:aws:iam::111122223333:role/Machine';
const WORLD = chainWorld({
  instance: { role: ROLE },
  container: { role: ROLE, id: 'task', token: 'pod-token' },
});

type Env = Readonly<Record<string, string>>;

let aws: HeadlessAws;

/** Runs `process two` and expects its end within five seconds, with nothing on stdout. */
async function failed(
  status: number,
  says: RegExp,
  env: Env,
  profile: string = 'two',
): Promise<HeadlessResult> {
  const began = Date.now();
  const result = await aws.sandbox.run(['process', profile, '--refresh'], { env });
  assert.deepEqual([result.status, result.stdout], [status, ''], result.stderr);
  assert.match(result.stderr, says);
  assert.match(result.stderr, /^awscred: /);
  assert.ok(Date.now() - began < 5000, `${Date.now() - began} ms`);
  return result;
}

async function works(env: Env): Promise<void> {
  const { status, stderr } = await aws.sandbox.run(['process', 'two', '--refresh'], { env });
  assert.equal(status, 0, stderr);
}

async function source(text: string, world: unknown = WORLD): Promise<void> {
  aws = await headlessAws(world);
  aws.sandbox.write('.aws/config', chainConfig(aws.server.url, text));
}

const always = (rule: Omit<FaultRule, 'times'>): void => aws.server.fail({ ...rule, times: 'always' });

describe('a container that does not give credentials', () => {
  beforeEach(async () => source('awscred_source = container'));

  const pod = (more: Env = {}): Env => ({
    AWS_CONTAINER_CREDENTIALS_FULL_URI: `${aws.server.url}/v1/credentials`,
    ...(more['AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE'] === undefined
      ? { AWS_CONTAINER_AUTHORIZATION_TOKEN: 'pod-token' }
      : {}),
    ...more,
  });
  const inFile = (text: string): Env =>
    pod({ AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: aws.sandbox.write('token', text) });

  it('is none: exit 2, naming the variables', async () => {
    await failed(
      2,
      /config:4: profile "alone": container credentials: neither AWS_CONTAINER_CREDENTIALS_RELATIVE_URI nor AWS_CONTAINER_CREDENTIALS_FULL_URI is set/,
      {},
    );
  });

  it('has an address that is not allowed: exit 2, nothing sent', async () => {
    const env = pod({ AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://192.0.2.1/v1' });
    await failed(2, /FULL_URI: plain http to 192\.0\.2\.1.*nothing was sent/, env);
    aws.sandbox.write('.config/awscred/config.ini', 'plain_http = 192.0.2.1\n');
    await failed(2, /nothing was sent/, env);
  });

  it('reads the token’s file at each call, without its last line feed', async () => {
    for (const text of ['pod-token', 'pod-token\n', 'pod-token\r\n']) {
      await works(inFile(text));
    }
    await failed(3, /refused \(401\): InvalidTokenException/, inFile('other'));
    await works(inFile('pod-token'));
  });

  it('has a token that cannot be sent: exit 2, nothing sent', async () => {
    for (const text of ['pod-token\nX-Other: y', 'pod\rtoken', 'pod\u0000token', 'pöd']) {
      const { stderr } = await failed(
        2,
        /has a line break or a character that no header takes/,
        inFile(text),
      );
      assert.doesNotMatch(stderr, /X-Other|pod-token/);
    }
    await failed(2, /is empty/, inFile('\n'));
    const missing = pod({ AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: '/no/such/token' });
    await failed(2, /TOKEN_FILE \/no\/such\/token does not exist/, missing);
    const relative = pod({ AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: 'token' });
    await failed(2, /is a relative path/, relative);
    assert.equal(aws.server.calls.length, 0);
  });

  it('refuses, fails or hangs: exit 3 or 6, in bounded time', async () => {
    await failed(3, /refused \(400\): InvalidRequestException: Service account token cannot be empty/, {
      AWS_CONTAINER_CREDENTIALS_FULL_URI: `${aws.server.url}/v1/credentials`,
    });
    always({ service: 'container', how: { kind: 'status', status: 500 } });
    await failed(6, /gave no answer: status 500/, pod());
    aws.server.heal();
    always({ service: 'container', how: { kind: 'hang' } });
    await failed(6, /gave no answer: no answer/, pod());
    aws.server.heal();
    await failed(6, /gave no answer: connection refused/, {
      AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://127.0.0.1:1/x',
    });
    aws.server.fail({ service: 'container', how: { kind: 'status', status: 503 } });
    await works(pod());
  });

  it('answers with what is none: exit 3', async () => {
    for (const [body, says] of [
      ['<html>', /not a JSON object/],
      ['{}', /without a valid AccessKeyId/],
      ['{"AccessKeyId":"A","SecretAccessKey":"b","Token":"c"}', /without a valid Expiration/],
      ['{"AccessKeyId":"A","SecretAccessKey":"b\\nc","Token":"c"}', /without a valid SecretAccessKey/],
      [
        '{"AccessKeyId":"A","SecretAccessKey":"b","Token":"c","Expiration":"2020-01-01T00:00:00Z"}',
        /already expired/,
      ],
      [
        '{"Code":"AssumeRoleUnauthorizedAccess","Message":"no trust"}',
        /AssumeRoleUnauthorizedAccess: no trust/,
      ],
    ] as const) {
      aws.server.fail({ service: 'container', how: { kind: 'garbage', body } });
      await failed(3, says, pod());
    }
  });

  it('does not show the path of its endpoint', async () => {
    const env = { AWS_CONTAINER_CREDENTIALS_FULL_URI: `${aws.server.url}/v2/credentials/task` };
    for (const args of [
      ['explain', 'two'],
      ['explain', 'two', '--json'],
      ['process', 'two', '--debug'],
    ]) {
      const { stdout, stderr, status } = await aws.sandbox.run(args, { env });
      assert.equal(status, 0, stderr);
      assert.doesNotMatch(stdout + stderr, /credentials\/task/);
    }
  });
});

describe('an instance that does not give credentials', () => {
  beforeEach(async () => source('awscred_source = instance'));

  const imds = (more: Env = {}): Env => ({ AWS_EC2_METADATA_SERVICE_ENDPOINT: aws.server.url, ...more });

  it('is none: exit 6 with the likely cause', async () => {
    const env = imds({ AWS_EC2_METADATA_SERVICE_ENDPOINT: 'http://127.0.0.1:1' });
    await failed(
      6,
      /config:4: .*no metadata service at 127\.0\.0\.1:1 \(AWS_EC2_METADATA_SERVICE_ENDPOINT\): connection refused/,
      env,
    );
  });

  it('is behind a hop limit of one: exit 6, naming it', async () => {
    always({ service: 'imds', operation: 'GetToken', how: { kind: 'hang' } });
    const { stderr } = await failed(6, /took the request and did not answer/, imds());
    assert.match(stderr, /hint: in a container the hop limit may be one/);
    assert.equal(aws.server.calls.length, 2, 'one second, two tries');
  });

  it('hangs later: exit 6, too', async () => {
    always({ service: 'imds', operation: 'GetCredentials', how: { kind: 'hang' } });
    await failed(6, /did not answer/, imds());
  });

  it('knows IMDSv1 alone: exit 6 naming the key, which alone opens it', async () => {
    aws.server.answerV1(true);
    always({ service: 'imds', operation: 'GetToken', how: { kind: 'status', status: 404 } });
    const says = /gives no IMDSv2 token \(404\)\n.*hint: .*ec2_metadata_v1_disabled = false/;
    await failed(6, says, imds());
    await failed(6, says, imds({ AWS_EC2_METADATA_V1_DISABLED: 'false' }));
    aws.sandbox.write(
      '.aws/config',
      chainConfig(aws.server.url, 'awscred_source = instance\nec2_metadata_v1_disabled = false'),
    );
    await works(imds());
    await failed(6, says, imds({ AWS_EC2_METADATA_V1_DISABLED: 'true' }), 'alone');
  });

  it('uses IMDSv2 where both are there, though v1 is allowed', async () => {
    await source('awscred_source = instance\nec2_metadata_v1_disabled = false');
    await works(imds());
    assert.equal(aws.server.count({ service: 'imds', operation: 'GetToken' }), 1);
  });

  it('has no role, refuses or answers with nonsense: exit 3', async () => {
    await source('awscred_source = instance', chainWorld());
    await failed(3, /no role is attached to this instance/, imds());
    await source('awscred_source = instance');
    aws.server.fail({ service: 'imds', operation: 'GetToken', how: { kind: 'status', status: 400 } });
    await failed(3, /refused the request for a token \(400\)/, imds());
    always({ service: 'imds', operation: 'ListRoles', how: { kind: 'expired' } });
    await failed(3, /refused ListRoles \(401\)/, imds());
    aws.server.heal();
    aws.server.fail({ service: 'imds', operation: 'ListRoles', how: { kind: 'garbage', body: 'a/../b' } });
    await failed(3, /names no role/, imds());
    aws.server.fail({ service: 'imds', operation: 'GetCredentials', how: { kind: 'garbage' } });
    await failed(3, /not a JSON object/, imds());
  });

  it('is asked for a new token once, and a second time after a 5xx', async () => {
    aws.server.fail({ service: 'imds', operation: 'GetCredentials', how: { kind: 'expired' } });
    aws.server.fail({ service: 'imds', operation: 'GetToken', how: { kind: 'status', status: 503 } });
    await works(imds());
    assert.equal(aws.server.count({ service: 'imds', operation: 'GetToken' }), 3);
  });

  it('is turned off, or set to what is no setting: exit 2, nothing sent', async () => {
    await failed(
      2,
      /AWS_EC2_METADATA_DISABLED = true turns the metadata service off/,
      imds({ AWS_EC2_METADATA_DISABLED: 'TRUE' }),
    );
    await failed(
      2,
      /AWS_METADATA_SERVICE_TIMEOUT 0 is not a whole number/,
      imds({ AWS_METADATA_SERVICE_TIMEOUT: '0' }),
    );
    await failed(
      2,
      /AWS_METADATA_SERVICE_NUM_ATTEMPTS x is not/,
      imds({ AWS_METADATA_SERVICE_NUM_ATTEMPTS: 'x' }),
    );
    await failed(2, /MODE ipv5 is not IPv4 or IPv6/, { AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE: 'ipv5' });
    await failed(
      2,
      /http:\/\/192\.0\.2\.1|192\.0\.2\.1 would be called over plain http/,
      imds({ AWS_EC2_METADATA_SERVICE_ENDPOINT: 'http://192.0.2.1' }),
    );
    assert.equal(aws.server.calls.length, 0);
  });

  it('is found by keys of the profile, and has the patience they give', async () => {
    await source('awscred_source = instance');
    const keys = `ec2_metadata_service_endpoint = ${aws.server.url}\nmetadata_service_num_attempts = 1`;
    aws.sandbox.write('.aws/config', chainConfig(aws.server.url, `awscred_source = instance\n${keys}`));
    await works({});
    aws.server.fail({ service: 'imds', operation: 'GetToken', how: { kind: 'status', status: 503 } });
    await failed(6, /status 503/, {}, 'alone');
  });
});

describe('an environment without keys', () => {
  const KEYS: Env = { AWS_ACCESS_KEY_ID: 'AKIAEXAMPLEROBOTUSER', AWS_SECRET_ACCESS_KEY: 'example' };

  beforeEach(async () => {
    aws = await headlessAws(WORLD);
    aws.sandbox.write(
      '.aws/config',
      `[profile two]\nregion = eu-west-1\nendpoint_url = ${aws.server.url}\nrole_arn = ${ROLE}\ncredential_source = Environment\n`,
    );
  });

  it('is exit 2, naming the variable; expired keys are exit 3', async () => {
    await failed(
      2,
      /config:5: profile "two": credential_source = Environment, but AWS_ACCESS_KEY_ID is not set/,
      {},
    );
    await failed(2, /AWS_SECRET_ACCESS_KEY is not set/, { ...KEYS, AWS_SECRET_ACCESS_KEY: '' });
    await failed(2, /AWS_SECRET_ACCESS_KEY has characters that no key has/, {
      ...KEYS,
      AWS_SECRET_ACCESS_KEY: 'a b',
    });
    await failed(2, /are swapped/, {
      AWS_ACCESS_KEY_ID: 'ex/ample',
      AWS_SECRET_ACCESS_KEY: 'AKIAEXAMPLEROBOTUSER',
    });
    await failed(3, /have expired/, { ...KEYS, AWS_CREDENTIAL_EXPIRATION: '2020-01-01T00:00:00Z' });
    assert.equal(aws.server.calls.length, 0);
  });
});

describe('awscred_source', () => {
  it('with another word is exit 2, and gives way to every other source', async () => {
    await source('awscred_source = ec2');
    await failed(2, /awscred_source = ec2 is not one of container, instance/, {});
    await source(
      'awscred_source = instance\naws_access_key_id = AKIAEXAMPLEROBOTUSER\naws_secret_access_key = example/robot/user/secret/access/key/0001',
    );
    await works({});
    assert.equal(aws.server.count({ service: 'imds' }), 0);
  });
});
